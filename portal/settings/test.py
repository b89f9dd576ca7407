"""The tests: quick hashing, plain static files, tasks run at once."""

from .base import *  # noqa: F403
from .base import STORAGES, VAR_DIR

VAR_DIR.mkdir(exist_ok=True)

SECRET_KEY = "for tests only, forty characters and a few more"
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
PORTAL_DEMO = True
WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SOCKET_ORIGINS = ["http://localhost", "http://testserver"]
