"""Development and the demonstration: SQLite, console mail, keys made on first use."""

from .base import *  # noqa: F403
from .base import DATA_DIR, STATIC_ROOT, env

DEBUG = env.bool("DEBUG", default=False)
GONGFANG_DEMO = env.bool("GONGFANG_DEMO", default=True)
GONGFANG_REQUIRE_TOTP = env.bool("GONGFANG_REQUIRE_TOTP", default=False)
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def local_secret_key() -> str:
    """Return this machine's own secret key, made on first use and kept out of the repository."""
    import secrets

    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = local_secret_key()
