"""The tests: the one place that says what is cheaper there than on a real site."""

from home.sealing.keys import DEVELOPMENT_KEYS

from .base import *  # noqa: F403
from .base import DATABASES, INSTALLED_APPS, VAR_DIR

# WhiteNoise wants the folder to be there; nothing is collected into it.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)

INSTALLED_APPS += ["tests.letters"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Tests end before the power fails: they need not wait for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

SECRET_KEY = "for tests only, forty characters and a few more"
FIELD_KEYS = DEVELOPMENT_KEYS
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
PORTAL_DEMO = True
WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["tests.quick.QuickArgon2"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SOCKET_ORIGINS = ["http://localhost", "http://testserver"]
