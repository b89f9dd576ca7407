"""The recovery kit: shown once, each code works once, in place of a second factor or a passphrase."""

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client

from network.access.models import RecoveryCode, SecurityEvent
from tests.people import CODE, PASSPHRASE, SIGN_IN, make_account, sign_in, type_passphrase

from .people import NEW, NEW_KIT, RECOVER, codes_on, kit_of, opens, recover

pytestmark = pytest.mark.django_db


def dump():
    out = io.StringIO()
    call_command("dumpdata", "network", "mfa", stdout=out)
    return out.getvalue()


@pytest.mark.asvs("6.5.2", "6.5.3")
def test_the_kit_is_shown_once_on_a_page_that_says_nothing_and_kept_nowhere():
    client = sign_in(make_account())
    page = client.post(NEW_KIT)
    codes, html = codes_on(page), page.content.decode()
    assert len(set(codes)) == 10
    assert "<title>Notes</title>" in html
    main = html[html.index("<main") : html.index("</main>")]
    assert "urvivor" not in main
    assert "quiet-river" not in html
    assert page["Cache-Control"] == "no-store, private"
    kept = dump()
    for code in codes:
        assert code not in kept
        assert code[2:].replace("-", "") not in kept
    assert not codes_on(client.get("/account/2fa/notes/"))


def test_a_new_kit_replaces_the_old_one():
    account = make_account()
    client = sign_in(account)
    (old, *_), (new, *_) = codes_on(client.post(NEW_KIT)), codes_on(client.post(NEW_KIT))
    assert RecoveryCode.objects.filter(member=account).count() == 10
    assert recover(account.handle, old).status_code == 400
    assert recover(account.handle, new).status_code == 302


@pytest.mark.asvs("6.5.1")
def test_a_code_stands_in_for_the_second_factor_once():
    account = make_account(second_factor=True)
    code = kit_of(account)[3]
    first, second = Client(), Client()
    for client in (first, second):
        type_passphrase(client, account.handle)
    assert first.post(CODE, {"code": f"  {code.upper()} "}).status_code == 302
    assert first.get("/account/").status_code == 200
    assert second.post(CODE, {"code": code}).status_code == 400
    assert second.get("/account/").status_code == 302
    assert SecurityEvent.objects.get().kind == "kit_used"
    assert "A code of the recovery kit was used" in first.get("/network/").content.decode()


def test_staff_use_the_same_kit():
    account = make_account(role="story-editor", second_factor=True)
    code = kit_of(account)[0]
    client = Client()
    type_passphrase(client, account.handle)
    client.post(CODE, {"code": code})
    assert client.get("/cms/").status_code == 200


def test_letters_that_look_alike_are_taken_for_each_other():
    account = make_account()
    code = kit_of(account)[0]
    misread = code[:2] + code[2:].replace("0", "O").replace("1", "l")
    assert recover(account.handle, misread).status_code == 302


def test_with_handle_and_code_a_lost_passphrase_is_replaced_and_all_sessions_end():
    account = make_account()
    codes, there = kit_of(account), sign_in(account)
    response = recover("Quiet-River", codes[9])
    assert response["Location"] == "/account/recover/done/"
    assert opens(account.handle, NEW)
    assert not opens(account.handle, PASSPHRASE)
    assert there.get("/account/")["Location"].startswith(SIGN_IN)
    assert recover(account.handle, codes[9], "another lattice monsoon 9").status_code == 400
    assert opens(account.handle, NEW)
    kinds = set(SecurityEvent.objects.values_list("kind", flat=True))
    assert kinds == {"kit_used", "passphrase"}


@pytest.mark.asvs("6.4.3")
def test_the_second_factor_is_still_asked_after_a_recovery():
    account = make_account(second_factor=True)
    codes = kit_of(account)
    recover(account.handle, codes[0])
    client = Client()
    assert type_passphrase(client, account.handle, NEW)["Location"] == CODE
    assert client.get("/account/").status_code == 302
    assert client.post(CODE, {"code": codes[0]}).status_code == 400
    assert client.post(CODE, {"code": codes[1]}).status_code == 302


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [("short", "at least 12"), ("password1234", "lists of stolen"), ("quiet river 1", "handle")],
)
def test_a_passphrase_that_is_refused_spends_no_code(passphrase, sentence):
    account = make_account()
    code = kit_of(account)[0]
    response = recover(account.handle, code, passphrase)
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert 'value="quiet-river"' in page
    assert RecoveryCode.objects.count() == 10
    assert recover(account.handle, code).status_code == 302


@pytest.mark.asvs("6.3.1", "2.4.1")
def test_100_wrong_tries_shut_out_nobody_elsewhere():
    account = make_account()
    code = kit_of(account)[0]
    here = {"REMOTE_ADDR": "203.0.113.9"}
    answers = [recover(account.handle, f"0-{n:020}", **here) for n in range(100)]
    assert [a.status_code for a in answers[:5]] == [400] * 5
    assert {a.status_code for a in answers[5:]} == {429}
    assert answers[-1]["Retry-After"]
    assert recover(account.handle, code, **here).status_code == 429
    assert recover(account.handle, code, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize("state", ["closed", "no kit"])
def test_an_account_that_is_closed_or_has_no_kit_answers_like_none(state):
    account = make_account()
    code = kit_of(account)[0]
    if state == "closed":
        account.is_active = False
        account.save()
    else:
        RecoveryCode.objects.all().delete()
    known, unknown = recover(account.handle, code), recover("quiet-rover", code)

    def told(response):
        page = response.content.decode()
        page = re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", page)
        return response.status_code, page.replace("quiet-river", "H").replace("quiet-rover", "H")

    assert told(known) == told(unknown)
    assert known.status_code == 400


def test_the_way_stands_on_the_sign_in_page():
    assert RECOVER in Client().get(SIGN_IN).content.decode()
    page = Client().get(RECOVER)
    assert page.status_code == 200
    assert page["X-Robots-Tag"]
