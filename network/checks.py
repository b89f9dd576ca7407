"""Settings that people's safety rests on; `check --deploy` names each one that was loosened."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string

IDLE_AT_MOST = {"member": 60 * 60, "officer": 15 * 60, "staff": 10 * 60}
ABSOLUTE_AT_MOST = 12 * 60 * 60
RULES = {"NAME": "network.access.passphrases.PassphraseValidator"}
ONLY_BACKEND = ["allauth.account.auth_backends.AuthenticationBackend"]


def _setting(name, default=None):
    return getattr(settings, name, default)


def _errors(number, hint, **holds):
    """Return an Error for each promise (named by its setting) that does not hold."""
    return [
        Error(f"{name} is unsafe.", hint=hint, id=f"gsn.{number}", obj=name)
        for name, held in holds.items()
        if not held
    ]


def _overrides(setting, default, *methods):
    ours, theirs = import_string(_setting(setting, default)), import_string(default)
    return all(getattr(ours, method) is not getattr(theirs, method) for method in methods)


@register(Tags.security, deploy=True)
def check_cookies(app_configs, **kwargs):
    promises = {}
    for cookie, same_site in (("SESSION_COOKIE", {"Lax", "Strict"}), ("CSRF_COOKIE", {"Strict"})):
        promises |= {
            f"{cookie}_NAME": _setting(f"{cookie}_NAME").startswith("__Host-"),
            f"{cookie}_SECURE": _setting(f"{cookie}_SECURE"),
            f"{cookie}_HTTPONLY": _setting(f"{cookie}_HTTPONLY"),
            f"{cookie}_SAMESITE": _setting(f"{cookie}_SAMESITE") in same_site,
            f"{cookie}_DOMAIN": _setting(f"{cookie}_DOMAIN") is None,
            f"{cookie}_PATH": _setting(f"{cookie}_PATH") == "/",
        }
    promises["MESSAGE_STORAGE"] = _setting("MESSAGE_STORAGE").endswith("SessionStorage")
    return _errors("E01", "Cookies are __Host-, Secure, HttpOnly and SameSite.", **promises)


@register(Tags.security, deploy=True)
def check_sessions(app_configs, **kwargs):
    limits = _setting("SESSION_LIMITS", {})
    return _errors(
        "E02",
        "A session ends with the browser and after 12 hours, locks or ends when idle, and is sealed.",
        SESSION_EXPIRE_AT_BROWSER_CLOSE=_setting("SESSION_EXPIRE_AT_BROWSER_CLOSE"),
        SESSION_COOKIE_AGE=_setting("SESSION_COOKIE_AGE") <= ABSOLUTE_AT_MOST,
        SESSION_ENGINE=_setting("SESSION_ENGINE") == "network.access.sessions",
        SESSION_LIMITS=limits.keys() == IDLE_AT_MOST.keys()
        and all(
            idle <= IDLE_AT_MOST[kind] and absolute <= ABSOLUTE_AT_MOST
            for kind, (idle, absolute) in limits.items()
        ),
        MIDDLEWARE="network.middleware.SessionClockMiddleware" in settings.MIDDLEWARE,
    )


@register(Tags.security, deploy=True)
def check_sign_in(app_configs, **kwargs):
    return _errors(
        "E08",
        "One way in: handle and passphrase, the same answer for everyone, counted, never mailed.",
        ACCOUNT_LOGIN_METHODS=set(_setting("ACCOUNT_LOGIN_METHODS", ())) == {"username"},
        ACCOUNT_LOGIN_BY_CODE_ENABLED=_setting("ACCOUNT_LOGIN_BY_CODE_ENABLED") is False,
        ACCOUNT_PREVENT_ENUMERATION=_setting("ACCOUNT_PREVENT_ENUMERATION") == "strict",
        ACCOUNT_RATE_LIMITS=_has_limits(_setting("ACCOUNT_RATE_LIMITS")),
        ACCOUNT_EMAIL_NOTIFICATIONS=_setting("ACCOUNT_EMAIL_NOTIFICATIONS") is False,
        ACCOUNT_LOGOUT_ON_GET=_setting("ACCOUNT_LOGOUT_ON_GET") is False,
        ACCOUNT_SESSION_REMEMBER=_setting("ACCOUNT_SESSION_REMEMBER") is False,
        ACCOUNT_REAUTHENTICATION_REQUIRED=_setting("ACCOUNT_REAUTHENTICATION_REQUIRED") is True,
        AUTHENTICATION_BACKENDS=list(settings.AUTHENTICATION_BACKENDS) == ONLY_BACKEND,
        AUTH_PASSWORD_VALIDATORS=RULES in settings.AUTH_PASSWORD_VALIDATORS,
    )


def _has_limits(limits):
    return isinstance(limits, dict) and all(limits.get(key) for key in ("login", "login_failed"))


@register(Tags.security, deploy=True)
def check_second_factor(app_configs, **kwargs):
    sealed = _overrides(
        "MFA_ADAPTER",
        "allauth.mfa.adapter.DefaultMFAAdapter",
        "encrypt",
        "decrypt",
        "get_totp_label",
        "get_public_key_credential_rp_entity",
        "get_public_key_credential_user_entity",
    )
    issuer = _setting("MFA_TOTP_ISSUER", "")
    return _errors(
        "E09",
        "The second factor is sealed, neutral by name, asked each time, from https alone.",
        MFA_ADAPTER=sealed,
        MFA_SUPPORTED_TYPES=set(_setting("MFA_SUPPORTED_TYPES", ())) == {"totp", "webauthn"},
        MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=not _setting("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"),
        MFA_TRUST_ENABLED=_setting("MFA_TRUST_ENABLED") is False,
        MFA_PASSKEY_LOGIN_ENABLED=_setting("MFA_PASSKEY_LOGIN_ENABLED") is False,
        MFA_TOTP_ISSUER=bool(issuer) and issuer not in settings.WAGTAIL_SITE_NAME,
    )


@register(Tags.security, deploy=True)
def check_addresses(app_configs, **kwargs):
    adapter = "allauth.account.adapter.DefaultAccountAdapter"
    local = ("locmem", "dummy")
    return _errors(
        "E10",
        "Limits count networks by a name for the day, in a cache that all processes share.",
        ACCOUNT_ADAPTER=_overrides("ACCOUNT_ADAPTER", adapter, "get_client_ip"),
        ALLAUTH_TRUSTED_PROXY_COUNT=isinstance(_setting("ALLAUTH_TRUSTED_PROXY_COUNT"), int),
        CACHES=not any(word in settings.CACHES["default"]["BACKEND"] for word in local),
    )


@register(Tags.security, deploy=True)
def check_wagtail(app_configs, **kwargs):
    unshared = {"SHARED_PASSWORD": False}
    closed = (
        "WAGTAIL_ENABLE_UPDATE_CHECK",
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER",
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED",
        "WAGTAIL_PASSWORD_RESET_ENABLED",
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED",
        "WAGTAILUSERS_PASSWORD_ENABLED",
    )
    doors = ("WAGTAILADMIN_LOGIN_URL", "WAGTAIL_FRONTEND_LOGIN_URL")
    privacy = ("WAGTAIL_PRIVATE_PAGE_OPTIONS", "WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS")
    return _errors(
        "E11",
        "Wagtail calls nobody, signs nobody in by itself and shares no passwords.",
        WAGTAIL_GRAVATAR_PROVIDER_URL=_setting("WAGTAIL_GRAVATAR_PROVIDER_URL", "on") is None,
        WAGTAILEMBEDS_FINDERS=_setting("WAGTAILEMBEDS_FINDERS") == [],
        **{name: _setting(name, True) is False for name in closed},
        **{name: _setting(name) == settings.LOGIN_URL for name in doors},
        **{name: _setting(name) == unshared for name in privacy},
    )


@register(Tags.security, deploy=True)
def check_doors(app_configs, **kwargs):
    order = [
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "network.middleware.CmsDoorMiddleware",
        "network.middleware.FrontDoorMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "network.middleware.AskAgainMiddleware",
    ]
    present = [name for name in settings.MIDDLEWARE if name in order]
    return _errors(
        "E12",
        "The doors of the CMS and the members' space are closed, in this order: "
        + ", ".join(order),
        MIDDLEWARE=present == order,
    )


@register(Tags.security, deploy=True)
def check_mail_of_errors(app_configs, **kwargs):
    handlers = settings.LOGGING.get("handlers", {}).values()
    return _errors(
        "E13",
        "Errors are never mailed: a report holds addresses, cookies and what people typed.",
        ADMINS=not settings.ADMINS,
        MANAGERS=not settings.MANAGERS,
        LOGGING=not any("AdminEmailHandler" in handler.get("class", "") for handler in handlers),
    )


@register(Tags.security, deploy=True)
def check_hasher(app_configs, **kwargs):
    first = settings.PASSWORD_HASHERS[0] if settings.PASSWORD_HASHERS else ""
    return _errors(
        "E15",
        "Passphrases are hashed with Argon2id.",
        PASSWORD_HASHERS=first == "django.contrib.auth.hashers.Argon2PasswordHasher",
    )
