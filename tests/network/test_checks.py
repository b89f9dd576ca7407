"""`check --deploy` names each setting that was loosened, and is silent on production's."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as real
from django.contrib.auth.hashers import make_password
from django.core import checks
from django.test import override_settings

from portal.settings import base

PRODUCTION = {
    "SESSION_COOKIE_NAME": "__Host-s",
    "CSRF_COOKIE_NAME": "__Host-c",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
}


LIMITS = {"member": (3600, 43200), "officer": (900, 43200), "staff": (600, 28800)}


def complaints(**loosened):
    with override_settings(**{**PRODUCTION, **loosened}):
        found = checks.run_checks(tags=["security"], include_deployment_checks=True)
    return {(error.id, error.obj) for error in found if error.id.startswith("gsn.")}


def of_this_slice(found):
    numbers = {"E01", "E02", "E08", "E09", "E10", "E11", "E12", "E13", "E15"}
    return {(number, name) for number, name in found if number.removeprefix("gsn.") in numbers}


def test_nothing_to_say_about_the_settings_as_they_are():
    assert of_this_slice(complaints()) == set()


LOOSENED = [
    ("E01", "SESSION_COOKIE_NAME", "sessionid"),
    ("E01", "SESSION_COOKIE_SECURE", False),
    ("E01", "SESSION_COOKIE_HTTPONLY", False),
    ("E01", "SESSION_COOKIE_SAMESITE", "None"),
    ("E01", "SESSION_COOKIE_DOMAIN", "example.org"),
    ("E01", "SESSION_COOKIE_PATH", "/network/"),
    ("E01", "CSRF_COOKIE_NAME", "csrftoken"),
    ("E01", "CSRF_COOKIE_SECURE", False),
    ("E01", "CSRF_COOKIE_HTTPONLY", False),
    ("E01", "CSRF_COOKIE_SAMESITE", "Lax"),
    ("E01", "CSRF_COOKIE_DOMAIN", "example.org"),
    ("E01", "CSRF_COOKIE_PATH", "/network/"),
    ("E01", "MESSAGE_STORAGE", "django.contrib.messages.storage.fallback.FallbackStorage"),
    ("E02", "SESSION_EXPIRE_AT_BROWSER_CLOSE", False),
    ("E02", "SESSION_COOKIE_AGE", 14 * 86400),
    ("E02", "SESSION_ENGINE", "django.contrib.sessions.backends.db"),
    ("E02", "SESSION_LIMITS", LIMITS | {"member": (3601, 43200)}),
    ("E02", "SESSION_LIMITS", LIMITS | {"officer": (901, 43200)}),
    ("E02", "SESSION_LIMITS", LIMITS | {"staff": (900, 28800)}),
    ("E02", "SESSION_LIMITS", LIMITS | {"member": (900, 86400)}),
    ("E02", "SESSION_LIMITS", {"member": (900, 43200)}),
    ("E02", "MIDDLEWARE", [m for m in real.MIDDLEWARE if "Clock" not in m]),
    ("E08", "ACCOUNT_LOGIN_METHODS", {"username", "email"}),
    ("E08", "ACCOUNT_LOGIN_BY_CODE_ENABLED", True),
    ("E08", "ACCOUNT_PREVENT_ENUMERATION", True),
    ("E08", "ACCOUNT_RATE_LIMITS", False),
    ("E08", "ACCOUNT_RATE_LIMITS", {"login": "30/m/ip", "login_failed": None}),
    ("E08", "ACCOUNT_EMAIL_NOTIFICATIONS", True),
    ("E08", "ACCOUNT_LOGOUT_ON_GET", True),
    ("E08", "ACCOUNT_SESSION_REMEMBER", None),
    ("E08", "ACCOUNT_REAUTHENTICATION_REQUIRED", False),
    (
        "E08",
        "AUTHENTICATION_BACKENDS",
        [*real.AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"],
    ),
    ("E09", "MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
    ("E08", "AUTH_PASSWORD_VALIDATORS", []),
    ("E09", "MFA_SUPPORTED_TYPES", ["totp", "webauthn", "recovery_codes"]),
    ("E09", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
    ("E09", "MFA_TRUST_ENABLED", True),
    ("E09", "MFA_PASSKEY_LOGIN_ENABLED", True),
    ("E09", "MFA_TOTP_ISSUER", ""),
    ("E09", "MFA_TOTP_ISSUER", "Survivor Network"),
    ("E10", "ACCOUNT_ADAPTER", "allauth.account.adapter.DefaultAccountAdapter"),
    ("E10", "ALLAUTH_TRUSTED_PROXY_COUNT", None),
    (
        "E10",
        "CACHES",
        {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    ),
    ("E11", "WAGTAIL_GRAVATAR_PROVIDER_URL", "//www.gravatar.com/avatar"),
    ("E11", "WAGTAIL_ENABLE_UPDATE_CHECK", True),
    ("E11", "WAGTAIL_ENABLE_WHATS_NEW_BANNER", True),
    ("E11", "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED", True),
    ("E11", "WAGTAIL_PASSWORD_RESET_ENABLED", True),
    ("E11", "WAGTAIL_EMAIL_MANAGEMENT_ENABLED", True),
    ("E11", "WAGTAILUSERS_PASSWORD_ENABLED", True),
    ("E11", "WAGTAILADMIN_LOGIN_URL", "/cms/login/"),
    ("E11", "WAGTAIL_FRONTEND_LOGIN_URL", "/_util/login/"),
    ("E11", "WAGTAIL_PRIVATE_PAGE_OPTIONS", {}),
    ("E11", "WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS", {"SHARED_PASSWORD": True}),
    ("E11", "WAGTAILEMBEDS_FINDERS", [{"class": "wagtail.embeds.finders.oembed"}]),
    *(
        ("E12", "MIDDLEWARE", [m for m in real.MIDDLEWARE if door not in m])
        for door in ("CmsDoor", "FrontDoor", "AskAgain")
    ),
    ("E12", "MIDDLEWARE", sorted(real.MIDDLEWARE)),
    ("E13", "ADMINS", [("Someone", "someone@example.org")]),
    ("E13", "MANAGERS", [("Someone", "someone@example.org")]),
    (
        "E13",
        "LOGGING",
        {"handlers": {"mail": {"class": "django.utils.log.AdminEmailHandler"}}},
    ),
    ("E15", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]),
    ("E15", "PASSWORD_HASHERS", []),
]


@pytest.mark.parametrize(("number", "name", "value"), LOOSENED)
def test_a_loosened_setting_is_named(number, name, value):
    assert of_this_slice(complaints(**{name: value})) == {(f"gsn.{number}", name)}


@pytest.mark.asvs("11.4.2")
def test_a_stolen_passphrase_hash_takes_real_work_to_guess():
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        kind, parameters = make_password("ochre kettle winter 77").split("$")[1::2][:2]
    assert (kind, parameters) == ("argon2id", "m=102400,t=2,p=8")


def test_the_real_production_settings_pass():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "k9" * 40,
        "FIELD_KEYS": "one:8J+RiuKAjfCfkYrigI3wn5GK4oCN8J+RiuKAjfCfkYo=",
        "ALLOWED_HOSTS": "example.org",
        "CSRF_TRUSTED_ORIGINS": "https://example.org",
        "EMAIL_URL": "smtp+tls://mail.example.org:587",
        "MAIL_FROM": "notes@example.org",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--tag", "security"],
        env=environment,
        cwd=real.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert "gsn." not in done.stderr
    assert "System check identified" in done.stdout + done.stderr, done.stderr
