"""A real site. Refuses to start when a needed setting is missing or unsafe, naming it."""

from django.core.exceptions import ImproperlyConfigured

from home.sealing.keys import refuse_unsafe_keys

from .base import *  # noqa: F403
from .base import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS = env.str("FIELD_KEYS")
refuse_unsafe_keys(FIELD_KEYS, secret_key=SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
EMAIL_URL = env.str("EMAIL_URL")
if EMAIL_URL.startswith("filemail:"):
    raise ImproperlyConfigured("EMAIL_URL writes mail to files in clear. Name a mail server.")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM")
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=False)
WAGTAILADMIN_BASE_URL = CSRF_TRUSTED_ORIGINS[0]
SOCKET_ORIGINS = env.list("SOCKET_ORIGINS", default=CSRF_TRUSTED_ORIGINS)
SECURE_SSL_REDIRECT = True
# Probes come from inside, without the proxy that holds the certificate.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# Names that a browser accepts only with Secure, Path=/ and no Domain.
SESSION_COOKIE_NAME = "__Host-s"
CSRF_COOKIE_NAME = "__Host-c"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
