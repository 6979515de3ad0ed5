"""As in development, with the demonstration's banner off and the disk's durability on."""

from gongfang.settings.dev import *  # noqa: F403

GONGFANG_DEMO = False
GONGFANG_REQUIRE_TOTP = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {"version": 1, "disable_existing_loggers": False}
ROOT_URLCONF = "bench.urls"
