"""Wiring of one installation; everything a company may set comes from the environment (docs/how-to/configure.md)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from liuke.foundation import keys
from liuke.foundation.postgres import place as postgres

ROOT = Path(__file__).resolve().parent.parent
HOME = keys.home()


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "liuke",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(query.get("port", parts.port or "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # the pool then drops connections that a restarted database left dead
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": int(os.environ.get("LIUKE_POOL", "8")), "timeout": 5},
            "connect_timeout": 3,
            # psycopg prepares what is asked again and again: half of the time of a small read is planning
            "server_side_binding": True,
            "prepare_threshold": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000",
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL") or postgres.address(HOME, role="liuke_app")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or (
    os.environ.get("DATABASE_URL") or postgres.address(HOME, role="liuke_owner")
)
# The owner migrates, the app role serves (kernel.md, journal): `liuke migrate` sets LIUKE_AS_OWNER.
AS_OWNER = bool(os.environ.get("LIUKE_AS_OWNER"))
DATABASES = {"default": _database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}

SECRET_KEY = keys.key("session").hex()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LIUKE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = os.environ.get("LIUKE_BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = BASE_URL.startswith("https://")
HOTLINE = os.environ.get("LIUKE_HOTLINE", "")  # the number customers call, as their pages show it

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
    "liuke.foundation.identity",
    "liuke.foundation.audit",
    "liuke.foundation.calendar",
    "liuke.foundation.dated",
    "liuke.foundation.files",
    "liuke.foundation.forms",
    "liuke.foundation.gateways",
    "liuke.foundation.links",
    "liuke.foundation.payments",
    "liuke.foundation.progress",
    "liuke.foundation.queue",
    "liuke.kernel.journal",
    "liuke.kernel.promises",
    "liuke.kernel.playbook",
    "liuke.areas.customers",
    "liuke.areas.keeping",
    "liuke.areas.secrecy",
    "liuke.areas.products",
    "liuke.areas.network",
    "liuke.areas.service",
    "liuke.areas.care",
    "liuke.areas.charges",
    "liuke.areas.complaints",
    "liuke.areas.knowledge",
    "liuke.areas.parts",
    "liuke.areas.quality",
    "liuke.areas.settlement",
    "liuke.processes.intake",
    "liuke.api",
    "liuke.web.ui",
    "liuke.web.desk",
    "liuke.web.field",
    "liuke.web.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "liuke.web.ui.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "liuke.web.desk.imports.size.Bounded",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liuke.web.ui.middleware.Faults",
    "liuke.web.ui.middleware.SignedIn",
    "liuke.web.ui.middleware.Policy",
]
ROOT_URLCONF = "liuke.settings.urls"
WSGI_APPLICATION = "liuke.settings.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liuke.web.ui.context.shell",
            ],
        },
    }
]
COTTON_DIR = "components"

AUTH_USER_MODEL = "identity.Actor"
AUTHENTICATION_BACKENDS = ["liuke.foundation.identity.backend.StaffBackend"]
PASSWORD_HASHERS = ["liuke.foundation.identity.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "liuke.web.ui.errors.stale_page"
SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# TLS ends at a proxy, which says so in this header (docs/how-to/configure.md); it also sends plain HTTP on to HTTPS (W008).
# Subdomains and the browsers' preload list are the company's to decide, not one installation's (W005, W021).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "liuke_language"
LOCALE_PATHS = sorted(p for p in ROOT.rglob("locale") if p.is_dir() and "node_modules" not in p.parts)
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EVENT_KINDS = "liuke.events"
MEDIA_HOME = HOME / "media"
HANDBOOK_DIRS = [ROOT / "handbook", *(Path(p) for p in os.environ.get("LIUKE_HANDBOOK", "").split(":") if p)]
# Bulk intake: a file larger than this is refused (413) before it is read.
INTAKE_MOST_BYTES = int(os.environ.get("LIUKE_INTAKE_MB", "200")) * 1024 * 1024
INTAKE_MOST_ROWS = int(os.environ.get("LIUKE_INTAKE_ROWS", "2000000"))

# The company's name, as its letters bear it.
COMPANY_NAME = os.environ.get("LIUKE_COMPANY", "")

# The carriers by channel; without an address a channel is only recorded. The addresses hold secrets.
CARRIERS = {
    "mail": os.environ.get("LIUKE_SMTP_URL", ""),
    "sms": os.environ.get("LIUKE_SMS_URL", ""),
    "wecom": os.environ.get("LIUKE_WECOM_URL", ""),
}
# Who takes payments; without an address they are only recorded (a stand-in). The address holds a secret.
PAYMENT_URL = os.environ.get("LIUKE_PAYMENT_URL", "")
# A routing service that answers tables (OSRM's interface) for day plans; without an address ways are reckoned.
ROUTING_URL = os.environ.get("LIUKE_ROUTING_URL", "")
# pictures below the map of a visit plan, as https://tiles.example.com/{z}/{x}/{y}.png
MAP_TILES = os.environ.get("LIUKE_MAP_TILES", "")
# A language model that proposes what is feeling and what is fact; without an address the lexicon alone does.
MODEL_URL = os.environ.get("LIUKE_MODEL_URL", "")
MESSAGE_TEMPLATES = os.environ.get("LIUKE_TEMPLATES", "")

RECURRING = "liuke.settings.recurring.SCHEDULES"
PROCRASTINATE_ON_APP_READY = "liuke.settings.jobs.wire"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # ours are called jobs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LIUKE_LOG", "WARNING")},
}
