"""Tests: fast hashing, mail in memory, a folder of their own for files and keys."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES

SECRET_KEY = "only-for-tests"
_folder = tempfile.TemporaryDirectory(prefix="gongfang-test-", ignore_cleanup_errors=True)
DATA_DIR = Path(_folder.name)
EVIDENCE_DIR = DATA_DIR / "evidence"
GONGFANG_KEY_DIR = DATA_DIR / "keys"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
GONGFANG_DEMO = False
GONGFANG_REQUIRE_TOTP = False
GONGFANG_READ_UPLOADS_AT_ONCE = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
