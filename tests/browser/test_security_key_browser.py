"""A member adds a security key, signs out, and signs in with it, in a real browser with a virtual key."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache

from network.access.models import SecurityEvent
from network.members.models import Standing, today
from tests.people import PASSPHRASE

pytestmark = pytest.mark.browser

ADD = "/account/2fa/keys/add/"


@pytest.fixture
def page(visit):
    cache.clear()
    get_user_model().objects.create_user(
        "quiet-heron", PASSPHRASE, standing=Standing.MEMBER, safety_read_on=today()
    )
    page = visit().new_page()
    page.refused = []
    page.on("console", lambda said: page.refused.append(said.text))
    return page


def plug_in(page):
    """Put a virtual security key (USB, without PIN) into the browser; returns its devtools and id."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, key["authenticatorId"]


def type_passphrase(page, then):
    page.goto("/account/login/")
    page.fill("[name=login]", "quiet-heron")
    page.fill("[name=password]", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(f"**{then}")


def test_a_key_is_added_and_then_opens_the_account(page):
    devtools, key = plug_in(page)
    type_passphrase(page, "/network/")
    page.goto(ADD)
    page.click("form[data-key] button")
    page.wait_for_url("**/account/2fa/notes/")
    (added,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert "quiet-heron" not in str(added)
    assert Authenticator.objects.get().type == "webauthn"
    assert SecurityEvent.objects.get().kind == "key_added"

    page.context.clear_cookies()
    type_passphrase(page, "/account/2fa/authenticate/")
    page.goto("/network/")
    assert page.url.endswith("/account/2fa/authenticate/")
    page.click("form[data-key] button")
    page.wait_for_url("**/network/")
    assert "A security key was added." in page.inner_text("main")
    assert not [said for said in page.refused if "Security Policy" in said or "Trusted" in said]


def test_without_the_key_nobody_gets_in(page):
    devtools, key = plug_in(page)
    type_passphrase(page, "/network/")
    page.goto(ADD)
    page.click("form[data-key] button")
    page.wait_for_url("**/account/2fa/notes/")
    page.context.clear_cookies()
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in(page)
    type_passphrase(page, "/account/2fa/authenticate/")
    page.click("form[data-key] button")
    page.wait_for_function("document.querySelector('[data-key-status]').textContent !== ''")
    assert "did not answer" in page.inner_text("[data-key-status]")
    page.goto("/network/")
    assert page.url.endswith("/account/2fa/authenticate/")


def test_the_browser_is_never_asked_to_offer_a_key_by_itself(page):
    for address in ("/account/login/", "/account/recover/"):
        page.goto(address)
        assert "webauthn" not in page.content()
        assert (
            page.evaluate(
                "document.featurePolicy ? document.featurePolicy.allowsFeature('publickey-credentials-get') : false"
            )
            is False
        )
