"""Django settings, read from STAR57_* environment variables. Every variable is documented in docs/handbook/settings.md."""

from pathlib import Path

from star57.hub.config.environment import database, flag, integer, one_of, secret, text, texts
from star57.hub.config.sign_in_settings import *  # noqa: F403  allauth's settings, passwords, sessions

DEBUG = False
DEMO = flag("STAR57_DEMO", default=False)
SECRET_KEY = secret("STAR57_SECRET_KEY", placeholder_allowed=DEMO)
ALLOWED_HOSTS = texts("STAR57_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = texts("STAR57_ORIGINS", default="")
DATABASES = {"default": database("STAR57_DATABASE_URL", default="sqlite:///star57.sqlite3")}
TRUSTED_PROXIES = texts("STAR57_TRUSTED_PROXIES", default="")
METRICS_TOKEN = text("STAR57_METRICS_TOKEN", default="")
DATABASE_THREADS = integer("STAR57_DATABASE_THREADS", default=4)
PAGE_THREADS = integer("STAR57_PAGE_THREADS", default=16)

EVIDENCE_DIR = text("STAR57_EVIDENCE_DIR", default="evidence")
PORTAL_URL = (text("STAR57_PORTAL_URL", default="") or next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8057")).rstrip("/")
CONSORTIUM_NAME = text("STAR57_CONSORTIUM_NAME", default="Traceback Consortium")
CONSORTIUM_TELEPHONE = text("STAR57_CONSORTIUM_TELEPHONE", default="")
CONSORTIUM_PAGE = text("STAR57_CONSORTIUM_PAGE", default="")
SMTP_HOST = text("STAR57_SMTP_HOST", default="")
SMTP_PORT = integer("STAR57_SMTP_PORT", default=587)
SMTP_SECURITY = one_of("STAR57_SMTP_SECURITY", ("starttls", "tls", "off"), default="starttls")
SMTP_USER = text("STAR57_SMTP_USER", default="")
SMTP_PASSWORD = text("STAR57_SMTP_PASSWORD", default="")
SMTP_RECEIPT = one_of("STAR57_SMTP_RECEIPT", ("delivered", "accepted"), default="delivered")
MAIL_FROM = text("STAR57_MAIL_FROM", default="traceback@localhost")
MAIL_DOMAIN = text("STAR57_MAIL_DOMAIN", default="") or MAIL_FROM.rpartition("@")[2]
LMTP_HOST = text("STAR57_LMTP_HOST", default="127.0.0.1")
LMTP_PORT = integer("STAR57_LMTP_PORT", default=0)
WEBHOOKS_TO_LOOPBACK = flag("STAR57_WEBHOOKS_TO_LOOPBACK", default=False)
STAFF_MAIL = text("STAR57_STAFF_MAIL", default="")
NOTICE_AFTER_S = integer("STAR57_NOTICE_AFTER_S", default=120)
CLOCK_LATE_S = integer("STAR57_CLOCK_LATE_S", default=180)


ROOT_URLCONF = "star57.hub.config.urls"
ASGI_APPLICATION = "star57.hub.config.asgi.application"
INSTALLED_APPS = [
    "star57.hub.portal.apps.PortalConfig",  # its templates stand before allauth's
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "ninja",
    "star57.hub.records",
    "star57.hub.ledger.apps.LedgerConfig",
    "star57.hub.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "star57.hub.portal.methods.read_or_post",
    "star57.hub.portal.sight.begins_blind",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "star57.hub.portal.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "star57.hub.portal.around.around",
            ],
        },
    }
]
AUTH_USER_MODEL = "records.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # Spanish is Zephyria's second language
LOCALE_PATHS = [str(Path(__file__).parents[1] / "portal" / "locale")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_HTTPONLY = "Lax", True
STATIC_URL = "/static/"
STATIC_ROOT = text("STAR57_STATIC_ROOT", default="") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "star57.hub.config.static_files.HashedFiles" if STATIC_ROOT else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT
SECURE_HTTPS = flag("STAR57_HTTPS", default=not DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_HTTPS else 0
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the names beneath the hub's are not ours to speak for
    "security.W008",  # the proxy that ends TLS sends http on to https
    "security.W021",  # nor is a browser's built-in list
]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
