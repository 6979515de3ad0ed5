"""Reading an upload as soon as it is there, beside the request that brought it."""

import logging
import threading
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from . import importing

_log = logging.getLogger(__name__)


def begin(at: datetime) -> None:
    """Begin to read once the upload is committed; what dies on the way is finished by the next `advance`."""
    if settings.GONGFANG_READ_UPLOADS_AT_ONCE:
        thread = threading.Thread(target=_work, args=(at,), daemon=True, name="register")
        transaction.on_commit(thread.start)


def _work(at: datetime) -> None:
    try:
        importing.work(at)
    except Exception:  # the upload waits for the next pass
        _log.exception("reading a register failed")
    finally:
        connection.close()
