"""What every deployment shares. Values that differ come from the environment (see .env.example)."""

from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

INSTALLED_APPS = [
    "network",
    "campaigns",
    "home",
    "portal",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.api.v2",
    "rest_framework",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "whitenoise.runserver_nostatic",
    "daphne",
    "channels",
    "django_countries",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outermost, so that every answer of every status passes through it.
    "portal.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "network.middleware.OtherSitesMiddleware",
    "network.middleware.SessionClockMiddleware",
    "network.middleware.CmsDoorMiddleware",
    "network.middleware.FrontDoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.middleware.AskAgainMiddleware",
    "home.addresses.redirects.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # Persistent connections under ASGI open one per thread and never return it; the pool does.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # After a restart of the server the pool is full of dead connections.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="security@example.org")
REDIS_URL = env.str("REDIS_URL", default="")

# The way in: proxies, sockets, kept pages (portal/transport/, home/pagecache/) ---------------------

# Addresses or networks (and "unix") whose X-Forwarded-* is believed, and only its last hop.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# Requests that Django answers at the same time in one process; the others wait in line.
REQUEST_THREADS = env.int("REQUEST_THREADS", default=8)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=64 * 1024 * 1024)
# Other values of network.discussions.pace.Pace.
SOCKET_PACE = {}
# The only query parameters under which a page is kept; any other address goes to Django.
PAGE_CACHE_PARAMETERS = {"page", "issue", "country", "state", "sort", "stage"}

# People and sign-in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "network.access.passphrases.PassphraseValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = reverse_lazy("wagtail_serve", args=[""])
ACCOUNT_ADAPTER = "network.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# With e-mail as a second way in, unknown addresses would answer sooner than known ones.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
# "key" is the handle in one network (AccountAdapter), "ip" the network's name for the day.
# Many members share one connection: a whole shelter may join in an hour.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
}
ACCOUNT_FORMS = {
    "login": "network.access.forms.SignInForm",
    "reauthenticate": "network.access.forms.PassphraseAgainForm",
}
MFA_ADAPTER = "network.access.adapters.MFAAdapter"
# The recovery kit (network.access.kit) stands in place of allauth's codes.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TRUST_ENABLED = False
# An app on a shared phone shows this name: it must tell nothing.
MFA_TOTP_ISSUER = "Notes"
# Codes of the neighbouring half minutes could be used twice: allauth remembers one only for 30 s.
MFA_TOTP_TOLERANCE = 0
MFA_FORMS = {
    "authenticate": "network.access.forms.CodeForm",
    "reauthenticate": "network.access.forms.CodeAgainForm",
    "activate_totp": "network.access.forms.SecondFactorForm",
    "add_webauthn": "network.access.forms.NewKeyForm",
    "authenticate_webauthn": "network.access.forms.KeyForm",
    "reauthenticate_webauthn": "network.access.forms.KeyAgainForm",
}
# portal.transport puts the caller's address in its place; headers are not asked again.
ALLAUTH_TRUSTED_PROXY_COUNT = 0

# Sessions and cookies ---------------------------------------------------------------------------

SESSION_ENGINE = "network.access.sessions"
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Seconds without a sign of life (a member may choose less), seconds at all (network/access/lock.py).
SESSION_LIMITS = {
    "member": (60 * 60, 12 * 60 * 60),
    "officer": (15 * 60, 12 * 60 * 60),
    "staff": (10 * 60, 8 * 60 * 60),
}
CSRF_COOKIE_NAME = "c"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
# In the session: the default would set a third cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Cache: shared by all processes, or limits and the salt of the day would be counted per process --

if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            # Beyond this, entries are thrown away at random: limits would be forgotten.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# Safety -----------------------------------------------------------------------------------------

# Where the quick exit leads until staff choose a page for a language: dull, fast, the same for all.
EXIT_URL = env.str("EXIT_URL", default="https://www.timeanddate.com/weather/")
CSRF_FAILURE_VIEW = "portal.errors.form_refused"

# Logs: daphne hands all that is logged to the root, so the root and Django's own are discreet ------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "portal.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Without handlers of its own, what is said here is written once, by the root.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}

# Languages --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Wagtail ----------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Global Survivor Network"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
# Gravatar learns staff addresses; the update check tells Wagtail's server our host name.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Without this an approval would not bind to the revision that was approved.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILIMAGES_IMAGE_MODEL = "home.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.media.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "home.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Downloaded, not shown: the sandbox that holds a hostile PDF also stops the browser's viewer.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
# An upload stays in memory until it is cleaned: a raw photograph never touches a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Background work --------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Their slices' jobs.py modules hold the periodic jobs and the retention rules.
JOB_APPS = ["home", "campaigns", "network"]
# Seconds between two looks of an idle worker at the queue, and of any worker at the schedule.
WORKER_IDLE, WORKER_TICK = 1, 5

# Mail -------------------------------------------------------------------------------------------

# Without a server each mail becomes one readable .eml file.
EMAIL_URL = env.str("EMAIL_URL", default=f"filemail://{VAR_DIR / 'outbox'}")
if EMAIL_URL.startswith("filemail:"):
    EMAIL_BACKEND = "home.mail.outbox.OutboxBackend"
    EMAIL_FILE_PATH = EMAIL_URL.removeprefix("filemail://")
else:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20
# Seen in mailboxes that others may read: neither name nor domain may tell the cause.
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Updates <updates@example.org>")

# Framing is ruled by the Content-Security-Policy, which portal.headers sends with every answer.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
