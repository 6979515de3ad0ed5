"""The database as it was before the first test, given back after a test that commits.

Django's flush empties every table and writes the reference data anew, which costs more than most tests do. Here
only tables that differ are touched. Copies of those that were not empty stand beside them.
"""

from django.db import connection, transaction

from gongfang.accounts.queries import offices
from gongfang.records import protection

_kept: dict[str, str] = {}
"""The columns of every table that was not empty: its rows stand in `kept_<table>`."""


def keep() -> None:
    """Copy every table that holds rows: what `restore` goes back to."""
    _kept.clear()
    with connection.cursor() as cursor:
        for table in different():
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            _kept[table] = ", ".join(f'"{column[0]}"' for column in cursor.description)
        for table, columns in _kept.items():
            cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT {columns} FROM {table}")


def restore() -> None:
    """Undo what was committed since `keep`, also in records that refuse it."""
    tables = different()
    is_protected = not tables.isdisjoint(protection.TABLES)
    if is_protected:
        protection.remove(connection)
    _rewrite(tables)
    if is_protected:
        protection.install(connection)
    offices.cache_clear()


def different() -> set[str]:
    """Return the tables that hold other rows than were kept."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE {_differs(table)}" for table in tables))
        return {table for (table,) in cursor.fetchall()}


def _differs(table: str) -> str:
    if table not in _kept:
        return f"EXISTS (SELECT 1 FROM {table})"
    columns = _kept[table]
    return (
        f"(SELECT COUNT(*) FROM {table}) <> (SELECT COUNT(*) FROM kept_{table})"
        f" OR EXISTS (SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM kept_{table})"
    )


def _rewrite(tables: set[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:  # references are checked at its end
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {table}")
            if table in _kept:
                columns = _kept[table]
                cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")
