"""A site with missing or unsafe keys does not start, and says why."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

GOOD = "k1:" + base64.b64encode(os.urandom(32)).decode()


def start(**environment):
    """Start a process with production settings; returns what it says."""
    needed = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "a-secret-of-many-letters-and-digits-0123456789-abcdefgh",
        "ALLOWED_HOSTS": "example.org",
        "CSRF_TRUSTED_ORIGINS": "https://example.org",
        "EMAIL_URL": "smtp+tls://mail.example.org:587",
        "MAIL_FROM": "notes@example.org",
    }
    command = [sys.executable, "-c", "import portal.asgi; print('started')"]
    finished = subprocess.run(
        command, env={**needed, **environment}, capture_output=True, text=True, check=False
    )
    return finished.stdout + finished.stderr


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "k1:c2hvcnQ="}, "key 'k1' has 5 bytes instead of 32"),
        (
            {"FIELD_KEYS": "k1:" + base64.b64encode(b"x" * 32).decode()},
            "key 'k1' is text (a development key?), not random",
        ),
    ],
)
def test_a_real_site_does_not_start_without_proper_keys(keys, says):
    said = start(**keys)
    assert "started" not in said
    assert says in said


def test_a_real_site_starts_with_a_random_key():
    assert "started" in start(FIELD_KEYS=GOOD)


def check(**options):
    call_command("check", tags=["security"], fail_level="ERROR", **options)


def test_the_check_names_unsafe_keys_only_where_it_matters(settings):
    check()  # development keys are fine in development
    with pytest.raises(SystemCheckError, match=r"home\.E014.*'dev-only' is text"):
        check(deploy=True)
    settings.FIELD_KEYS = "no keys at all"
    with pytest.raises(SystemCheckError, match=r"home\.E014.*must look like 'name:key'"):
        check()
