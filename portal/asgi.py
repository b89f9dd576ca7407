"""The one entry point: HTTP and WebSocket."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", f"portal.settings.{os.environ.get('PORTAL_SETTINGS', 'production')}"
)

application = get_asgi_application()
