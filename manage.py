#!/usr/bin/env python
"""Run Django's commands with the settings that PORTAL_SETTINGS names (default: dev)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    name = os.environ.get("PORTAL_SETTINGS", "dev")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"portal.settings.{name}")
    execute_from_command_line(sys.argv)
