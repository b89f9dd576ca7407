"""A real site. Refuses to start when a needed setting is missing or unsafe, naming it."""

from .base import *  # noqa: F403
from .base import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=False)
WAGTAILADMIN_BASE_URL = CSRF_TRUSTED_ORIGINS[0]
SOCKET_ORIGINS = env.list("SOCKET_ORIGINS", default=CSRF_TRUSTED_ORIGINS)
SECURE_SSL_REDIRECT = True
# Probes come from inside, without the proxy that holds the certificate.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
