"""Settings that hold everywhere. What differs between machines is read from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "gongfang"

env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATA_DIR = Path(env.str("GONGFANG_DATA_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "gongfang.accounts",
    "gongfang.calendars",
    "gongfang.records",
    "gongfang.notifications",
    "gongfang.cases",
    "gongfang.workshops",
    "gongfang.applications",
    "gongfang.inspections",
    "gongfang.panels",
    "gongfang.notices",
    "gongfang.revocations",
    "gongfang.filings",
    "gongfang.evaluations",
    "gongfang.changes",
    "gongfang.oversight",
    "gongfang.support",
    "gongfang.catalogue",
    "gongfang.fairs",
    "gongfang.exchange",
    "gongfang.reports",
    "gongfang.simulation",
    "gongfang.consultations",
    "gongfang.documents",
    "gongfang.archives",
    "gongfang.public",
    "gongfang.api",
    "gongfang.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongfang.accounts.middleware.SessionGuardMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongfang.urls"
WSGI_APPLICATION = "gongfang.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongfang.web.context_processors.site",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "gongfang.web.templatetags.gongfang"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'gongfang.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # select_for_update() does nothing on SQLite: taking the write lock at BEGIN is what protects a step.
    # WAL is left off: SQLite before 3.51.3 can corrupt a WAL database on reset.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Pages read few rows by many joins: compiling such a statement takes a hundred times longer than running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gongfang.accounts.backends.LoginBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:inbox"
LOGOUT_REDIRECT_URL = "public:home"

ACCOUNT_ADAPTER = "gongfang.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "gongfang.accounts.forms.LoginForm",
    "signup": "gongfang.accounts.forms.SignupForm",
    "change_password": "gongfang.accounts.forms.ChangePasswordForm",
    "reauthenticate": "gongfang.accounts.forms.ReauthenticateForm",
}
# Addresses stay encrypted in accounts.User: allauth keeps a table of them in the clear and is not told any.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# Failed sign-ins are counted by axes alone.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "gongfang.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "gongfang.accounts.forms.ActivateTOTPForm",
    "authenticate": "gongfang.accounts.forms.AuthenticateForm",
    "reauthenticate": "gongfang.accounts.forms.ReauthenticateByCodeForm",
}
MFA_TOTP_ISSUER = "塔城地区非遗工坊"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# GB/T 22239 level 3: five failures lock for thirty minutes; thirty idle minutes log out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "gongfang.accounts.backends.axes_username"
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["password", "login"]
SESSION_ENGINE = "gongfang.accounts.sessions"
# The middleware ends an idle session and says so; the session itself outlives it to carry the message.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongfang.web.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# Legal time is Beijing time everywhere in China (reading R21); Asia/Urumqi is two hours off.
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("GONGFANG_STATIC_DIR", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "gongfang.assets.NodeModulesFinder",
]
NODE_MODULES_DIR = BASE_DIR / "node_modules"

# Uploaded files are served by authorised views only, never by URL: there is no MEDIA_URL.
EVIDENCE_DIR = Path(env.str("GONGFANG_EVIDENCE_DIR", default=str(DATA_DIR / "evidence")))
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Field encryption: a folder with one file a key id, made on first use in development.
GONGFANG_KEY_DIR = Path(env.str("GONGFANG_KEY_DIR", default=str(DATA_DIR / "keys")))
GONGFANG_CIPHER = env.str("GONGFANG_CIPHER", default="AES-GCM")
GONGFANG_KEYS_ON_FIRST_USE = True

# Counts attempts for rate limits. Several processes share it only where CACHE_URL names a shared one.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# How many proxies of ours append to X-Forwarded-For; beyond them it says whatever the sender likes.
GONGFANG_TRUSTED_PROXIES = env.int("GONGFANG_TRUSTED_PROXIES", default=0)

# How many rows of a list one export hands out; it says so where there are more.
GONGFANG_EXPORT_ROWS_MAX = env.int("GONGFANG_EXPORT_ROWS_MAX", default=50_000)
# Registers are read as soon as they are uploaded, by a thread of the web process; else by the next `advance`.
GONGFANG_READ_UPLOADS_AT_ONCE = env.bool("GONGFANG_READ_UPLOADS_AT_ONCE", default=True)
# How often an office may match rosters with the register: each run tells who on a roster is registered.
GONGFANG_MATCHINGS_AN_HOUR = env.int("GONGFANG_MATCHINGS_AN_HOUR", default=6)

GONGFANG_DEMO = env.bool("GONGFANG_DEMO", default=False)
# By how many working days a workshop is hoped to answer an enquiry: a hint, for the measures set no limit.
GONGFANG_ENQUIRY_WORKING_DAYS = env.int("GONGFANG_ENQUIRY_WORKING_DAYS", default=5)
GONGFANG_REQUIRE_TOTP = env.bool("GONGFANG_REQUIRE_TOTP", default=True)
# Hosts to which offices may have changes sent (webhooks); none unless the administrator names them.
GONGFANG_WEBHOOK_HOSTS: list[str] = env.list("GONGFANG_WEBHOOK_HOSTS", default=[])
GONGFANG_SITE_URL = env.str("GONGFANG_SITE_URL", default="http://localhost:8000")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="gongfang@localhost")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
COTTON_DIR = "cotton"
COTTON_SNAKE_CASED_NAMES = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
