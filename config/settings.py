"""Settings of the portal. What differs between installations comes from the environment."""

from __future__ import annotations

import datetime as dt
import logging
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from config.environment import Environment, Mode
from config.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = Environment(BASE_DIR)
ENVIRONMENT.refuse_open_defaults()

MODE = ENVIRONMENT.mode
IS_TRIAL = MODE is Mode.TRIAL
IS_PRODUCTION = MODE is Mode.PRODUCTION
VAR_DIR = ENVIRONMENT.var

SECRET_KEY = ENVIRONMENT.secret_key()
DEBUG = ENVIRONMENT.flag("DEBUG")
ALLOWED_HOSTS = ENVIRONMENT.words("ALLOWED_HOSTS", [] if IS_PRODUCTION else ["*"])
SITE_URL = ENVIRONMENT.text("SITE_URL", "http://127.0.0.1:" + ENVIRONMENT.text("PORT", "8000"))
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.words("CSRF_TRUSTED_ORIGINS", [SITE_URL])

INSTALLED_APPS = [
    # The portal's own apps come first, so that their templates and commands win.
    "portal",
    "portal.webhooks",
    "portal.news",
    "cooperation",
    "projects",
    "twinning",
    "partners",
    "communities",
    "accounts",
    "common.design",
    "common.registers",
    "common.documents",
    "common.exchange",
    "common.notifications",
    "common.codelists",
    "common.money",
    "common.references",
    "common.audit",
    "common.search",
    "common.operations",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "accounts.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_countries",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "common.operations.middleware.HealthMiddleware",
    "common.registers.middleware.OpenReadingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.ReadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LocaleFromAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "common.audit.middleware.HistoryMiddleware",
    "portal.middleware.NotOpenedMiddleware",
    "portal.middleware.NoZeroInPathMiddleware",
]

# What remains of it for readers of the API who are nobody: `portal.middleware.ReadersMiddleware`.
MIDDLEWARE_OF_READERS = [
    "portal.middleware.LocaleFromAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.operations.middleware.ReadersLogMiddleware",
    "portal.middleware.NoZeroInPathMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "common.design.forms.PortalRenderer"

DATABASES = {"default": ENVIRONMENT.database()}
# Off where something stands before PostgreSQL that gives each statement another connection.
PREPARED_STATEMENTS = ENVIRONMENT.flag("PREPARED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENVIRONMENT.redis_url(),
        "KEY_PREFIX": "mosty",
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Who
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.MembershipBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_TOTP_ISSUER = "Мости"
USERSESSIONS_TRACK_ACTIVITY = True
# «Seen at» of a session may be so many seconds old: every page would write it otherwise.
SESSION_SEEN_EVERY = 5 * 60
# Officials of a production portal must hold a second factor; a trial lets people look around first.
SECOND_FACTOR_REQUIRED = ENVIRONMENT.flag("SECOND_FACTOR_REQUIRED", default=IS_PRODUCTION)

# Language and time
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = True
COUNTRIES_FIRST: list[str] = []
PHONENUMBER_DEFAULT_REGION = "UA"

# An address typed without a scheme is https, as will be usual in Django 6.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Whole open registers, a folder a day; beside the uploaded files, where worker and web both look.
DUMPS_DIR = MEDIA_ROOT / "dumps"
# Schemas, rules and codelists as published, put there by `load_standards`.
STANDARDS_DIR = VAR_DIR / "standards"
# Given by the registries of OC4IDS (oc4ids-…) and 360Giving (360G-…) to each publisher.
OC4IDS_PREFIX = ENVIRONMENT.text("OC4IDS_PREFIX", "")
THREESIXTY_PREFIX = ENVIRONMENT.text("THREESIXTY_PREFIX", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.design.assets.PortalStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
# Every address is a hashed one; maps for debugging are kept but not worth half a minute of brotli.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LARGEST_IMPORT_BYTES = 20 * 1024 * 1024
LARGEST_IATI_BYTES = 300 * 1024 * 1024
LARGEST_IMAGE_BYTES = 2 * 1024 * 1024

# (host, port) on this machine that may be called although they are private. Tests put up receivers
# there; nothing else ever fills it, and no environment can.
RECEIVERS_OF_TESTS: frozenset[tuple[str, int]] = frozenset()

# Mail: a trial keeps its letters in a local outbox that can be read in the browser.
DEFAULT_FROM_EMAIL = ENVIRONMENT.text("DEFAULT_FROM_EMAIL", "Мости <office@mosty.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where readers write to: the foot of each page, reports of mistakes, security.txt.
CONTACT_EMAIL = ENVIRONMENT.text("CONTACT_EMAIL") or parseaddr(DEFAULT_FROM_EMAIL)[1]
# A mailbox that reports of letters come to (`take_bounces`); its server must know `name+…@`.
BOUNCE_ADDRESS = ENVIRONMENT.text("BOUNCE_ADDRESS", "")
OUTBOX_DIR = VAR_DIR / "outbox"
if IS_TRIAL and not ENVIRONMENT.text("EMAIL_URL"):
    EMAIL_BACKEND = "common.notifications.outbox.OutboxBackend"
else:
    vars().update(ENVIRONMENT.email())
if MODE is Mode.TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A mail server that says nothing must not hold the worker.
EMAIL_TIMEOUT = 30
# From and to this hour of Kyiv only urgent notices go out; None: no night.
QUIET_HOURS: tuple[int, int] | None = (22, 7)
# The last day of martial law, during which public holidays are working days; None: it lasts.
MARTIAL_LAW_ENDED_ON = (
    dt.date.fromisoformat(ENVIRONMENT.text("MARTIAL_LAW_ENDED_ON"))
    if ENVIRONMENT.text("MARTIAL_LAW_ENDED_ON")
    else None
)

# Work in the background
CELERY_BROKER_URL = ENVIRONMENT.broker_url()
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
# What is done by the clock stands where it is written: `@job` (common/operations/jobs.py).
CELERY_BEAT_SCHEDULER = "common.operations.scheduling:JobScheduler"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 60 * 30
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Beside the `tasks` module of each app.
CELERY_IMPORTS = ("projects.call_tasks",)
# Technical assistance (Resolution 153 of 2002): days after a half-year for its monitoring card,
# by 10 July and 10 January (Annex 3); days for publishing property received (paragraph 44).
MTA_CARD_DUE_DAYS = int(ENVIRONMENT.text("MTA_CARD_DUE_DAYS", "10"))
MTA_PUBLISH_DAYS = int(ENVIRONMENT.text("MTA_PUBLISH_DAYS", "10"))

# Safety of the browser
TRUST_PROXY = ENVIRONMENT.flag("TRUST_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
# Rate limits count the visitor, not the proxy: behind one, its word for the address is taken.
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_PROXY)
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The admin's scripts evaluate expressions in attributes: only /admin/ gets this looser policy.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
# Swagger UI writes style elements; only its page may.
API_DOCS_CONTENT_SECURITY_POLICY = {"style-src": [UNSAFE_INLINE]}

# API
REST_FRAMEWORK: dict[str, Any] = {
    # Keys come first: who is not known is told how to sign in by the first one (401, not 403).
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.authentication.WithinScopes"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": [],
    # `?format=` belongs to the registers: DRF would take it for the name of a renderer.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_THROTTLE_CLASSES": [
        "common.registers.throttles.AnonymousThrottle",
        "common.registers.throttles.PersonThrottle",
        "accounts.authentication.KeyThrottle",
    ],
    "NUM_PROXIES": int(TRUST_PROXY),
    "DEFAULT_THROTTLE_RATES": {
        "anon": ENVIRONMENT.text("API_RATE_OF_ADDRESS", "600/min"),
        "user": ENVIRONMENT.text("API_RATE_OF_PERSON", "1200/min"),
        "key": ENVIRONMENT.text("API_RATE_OF_KEY", "600/min"),
    },
    "EXCEPTION_HANDLER": "common.registers.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Mosty API",
    "DESCRIPTION": (
        "Open registers of regional offices of international cooperation in Ukraine: "
        "partners, communities and oblasts. Reading public data needs no key. "
        "Texts are given by language, codes with their names."
    ),
    "VERSION": "1.0.0",
    "LICENSE": {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    },
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0},
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["common.registers.common_answers.add_common_answers"],
}

# Admin
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Mosty – administration"),
    "SITE_HEADER": _("Mosty"),
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "account_balance",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "portal.administration.icon"},
    ],
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_HISTORY": True,
    "ENVIRONMENT": "portal.context.admin_environment",
    "BORDER_RADIUS": "8px",
    # The accent of the portal (static/css/tokens.css), from light to dark.
    "COLORS": {
        "primary": {
            "50": "#f0f6ff",
            "100": "#dfecff",
            "200": "#b9d6ff",
            "300": "#7ab4ff",
            "400": "#3d8ff0",
            "500": "#1670d2",
            "600": "#0057b7",
            "700": "#004a9c",
            "800": "#003b7d",
            "900": "#002d60",
            "950": "#001d40",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "portal.administration.navigation",
    },
}

# History
PGHISTORY_CONTEXT_FIELD_KWARGS = {"null": True}
PGHISTORY_APPEND_ONLY = True
# The moment of each change, not of its transaction: versions of a record are told apart by it.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = logging_settings(
    ENVIRONMENT.text("LOG_LEVEL", "WARNING" if MODE is Mode.TEST else "INFO")
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# One line a request, when it is answered; addresses are taken out of every line anyway.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
