"""Triggers that refuse UPDATE and DELETE on what must stay as it was written, on both databases."""

from typing import Any

TABLES = ("records_record", "records_accessentry")

_SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION gongfang_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION gongfang_append_only()
"""


def install(connection: Any) -> None:
    """Create the triggers on the database behind `connection` (a connection or a schema editor's)."""
    is_sqlite = connection.vendor == "sqlite"
    template, verbs = (
        (_SQLITE, ("UPDATE", "DELETE")) if is_sqlite else (_POSTGRES, ("UPDATE", "DELETE", "TRUNCATE"))
    )
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(_POSTGRES_FUNCTION)
        for table in TABLES:
            for verb in verbs:
                cursor.execute(template.format(table=table, verb=verb))


def remove(connection: Any) -> None:
    """Drop the triggers: for throw-away databases that are emptied between tests, never in operation."""
    on_table = "" if connection.vendor == "sqlite" else " ON {table}"
    verbs = ("UPDATE", "DELETE") if connection.vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")
    with connection.cursor() as cursor:
        for table in TABLES:
            for verb in verbs:
                name = f"{table}_{verb}_refused"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table.format(table=table)}")
