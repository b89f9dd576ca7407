"""Joining: no name, no address, no trace before the last step."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from home.audit.models import AuditEntry
from home.subjects.models import Country, HelpLine
from network.access.models import OpenSession
from network.contact.models import ContactCard
from network.joining import handles
from network.joining.models import JoinRequest
from network.members.models import MemberKey, User
from network.profiles.models import Opening, Profile
from tests.network.joining.joining import (
    PASSPHRASE,
    SIGNUP,
    WAITING,
    filled,
    join,
    make_chapter,
)
from tests.people import type_passphrase

pytestmark = pytest.mark.django_db


def inputs(page):
    """Return the names of what a person fills in."""
    found = re.findall(
        r"<(?:input|select|textarea)\b[^>]*>", re.sub(r"<div hidden>.*?</div>", "", page)
    )
    return {re.search(r'name="([^"]+)"', tag)[1] for tag in found if 'type="hidden"' not in tag}


def nothing_was_kept():
    return not any(
        model.objects.exists()
        for model in (User, MemberKey, Profile, JoinRequest, ContactCard, OpenSession)
    )


def test_the_first_step_leaves_no_trace():
    client = Client()
    for response in (client.get(SIGNUP), client.post(SIGNUP, {"age": "adult"})):
        assert response.status_code == 200
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
    assert nothing_was_kept()


def test_who_is_under_18_finds_help_and_leaves_no_trace():
    country = Country.objects.create(code="KE", region="africa")
    HelpLine.objects.create(country=country, text="Call this free number.", phone="116")
    client = Client()
    response = client.post(SIGNUP, {"age": "under-18"})
    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert "Help for children" in page
    assert 'href="/help/?country=KE"' in page
    assert 'href="tel:116"' in page
    assert nothing_was_kept()
    assert not AuditEntry.objects.exists()


@pytest.mark.asvs("2.3.1")
def test_nobody_gets_past_the_question_of_age():
    client = Client()
    assert client.post(SIGNUP, filled(age=None)).status_code == 400
    assert client.post(SIGNUP, filled(age="older")).status_code == 400
    assert b"Help for children" in client.post(SIGNUP, filled(age="under-18")).content
    assert nothing_was_kept()


@pytest.mark.parametrize(("age", "last"), [("adult", "chapter"), ("invited", "invitation")])
def test_four_things_are_asked_and_none_is_a_name_an_address_or_a_birthday(age, last):
    make_chapter()
    page = Client().post(SIGNUP, {"age": age}).content.decode()
    asked = inputs(page)
    assert asked == {"handle", "pseudonym", "passphrase", last}
    assert not re.search(r'name="[^"]*(first|last|birth|phone|address|e-?mail)', page)


def test_three_handles_are_proposed_and_others_on_request():
    client = Client()
    page = client.post(SIGNUP, {"age": "adult"}).content.decode()
    first = set(re.findall(r"[a-z]+-[a-z]+-\d{4}-\d{4}(?=:)", page))
    typed = {"pseudonym": "My Own Choice", "passphrase": PASSPHRASE}
    page = client.post(SIGNUP, filled(handle=None, other="1", **typed)).content.decode()
    others = set(re.findall(r"[a-z]+-[a-z]+-\d{4}-\d{4}(?=:)", page))
    assert len(first) == len(others) == 3
    assert not first & others
    assert "My Own Choice" in page
    assert PASSPHRASE not in page
    assert 'role="alert"' not in page


def test_somebody_joins_waits_and_comes_back_with_handle_and_passphrase():
    chapter = make_chapter()
    client, account = join(chapter=chapter.public_id)
    assert account.standing == "waiting"
    assert not account.may_enter
    request = JoinRequest.objects.get(member=account)
    assert (request.chapter, request.was_invited, request.inviter) == (chapter, False, None)
    assert account.profile.sealed_pseudonym == "Amber Finch"
    assert not Opening.objects.exists()
    assert account.contact_card.mail_level == "none"
    assert account.chapter is None
    assert b"being read" in client.get(WAITING).content
    again = Client()
    response = type_passphrase(again, account.handle, PASSPHRASE)
    assert (response.status_code, response["Location"]) == (302, WAITING)


def test_the_paper_is_shown_once_with_a_title_that_tells_nothing():
    response = Client().post(SIGNUP, filled())
    page = response.content.decode()
    assert "<title>Notes</title>" in page
    assert len(re.findall(r"<li><code>[^<]{20,}</code></li>", page)) == 10
    assert "no-store" in response["Cache-Control"]
    assert "Survivor" not in page.split("<main", 1)[1].split("</main>")[0]


def test_reloading_the_last_page_makes_no_second_account():
    client, sent = Client(), filled()
    client.post(SIGNUP, sent)
    assert client.post(SIGNUP, sent)["Location"] == WAITING
    assert User.objects.count() == 1


def test_a_handle_that_exists_is_silently_another_one():
    signed = handles.propose()[0]
    _first, ada = join(handle=signed)
    _second, bea = join(handle=signed)
    assert ada.handle == handles.read(signed) != bea.handle


def test_only_a_proposed_handle_can_be_taken():
    for handle in ("admin", "my-own-handle:x:y", handles.propose()[0] + "x", "", None, "x" * 5000):
        response = Client().post(SIGNUP, filled(handle=handle))
        assert response.status_code == 400
        assert b"Choose one of these handles." in response.content
    assert not User.objects.exists()


def test_two_people_may_have_the_same_name():
    join(pseudonym="Ada")
    _client, bea = join(pseudonym="Ada")
    assert bea.profile.sealed_pseudonym == "Ada"


@pytest.mark.asvs("2.2.1", "1.3.9")
@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x" * 61,
        "Ada\x00",
        "Ada\u202eadA",
        "Ada\u200e",
        "Ada\nBea",
        "\u200d",
        "\u2066Ada",
        "---",
    ],
)
def test_a_name_that_deceives_is_refused_with_a_sentence(name):
    response = Client().post(SIGNUP, filled(pseudonym=name))
    assert response.status_code == 400
    assert b'id="id_pseudonym_error"' in response.content
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["می‌خواهم", "नेपाली साथी", "Ana María", "x" * 60, "แสงดาว", "O’Neil 2"]
)
def test_a_name_in_any_script_is_kept_as_it_is(name):
    _client, account = join(pseudonym=name)
    assert account.profile.sealed_pseudonym == name


def test_a_name_that_shows_the_handle_is_refused():
    signed = handles.propose()[0]
    response = Client().post(SIGNUP, filled(handle=signed, pseudonym=handles.read(signed)))
    assert response.status_code == 400
    assert b"without the handle" in response.content


@pytest.mark.asvs("6.2.1", "6.2.4", "6.2.9")
@pytest.mark.parametrize(
    ("passphrase", "status"),
    [
        ("", 400),
        ("eleven char", 400),
        ("x" * 257, 400),
        ("violet kettle 9 harbours " * 10, 200),
        ("пароль из слов и звёзд", 200),
    ],
)
def test_a_passphrase_has_12_to_256_characters_of_any_kind(passphrase, status):
    response = Client().post(SIGNUP, filled(passphrase=passphrase))
    assert response.status_code == status
    assert User.objects.exists() == (status == 200)


def test_a_passphrase_is_not_the_handle():
    signed = handles.propose()[0]
    response = Client().post(SIGNUP, filled(handle=signed, passphrase=handles.read(signed) + " x"))
    assert response.status_code == 400


def test_an_error_loses_nothing_but_the_passphrase():
    chapter, signed = make_chapter(), handles.propose()[0]
    sent = filled(handle=signed, chapter=chapter.public_id, passphrase="short")
    page = Client().post(SIGNUP, sent).content.decode()
    assert re.search(rf'value="{escape(signed)}"[^>]*checked', page)
    assert 'value="Amber Finch"' in page
    assert re.search(rf'value="{chapter.public_id}"\s+selected', page)
    assert '"short"' not in page


def test_only_chapters_that_show_themselves_can_be_chosen():
    public, hidden = make_chapter(), make_chapter("Hidden one", "hidden")
    region = make_chapter("Regional one", "region")
    page = Client().post(SIGNUP, {"age": "adult"}).content.decode()
    assert public.name in page
    for closed in (hidden, region):
        assert closed.name not in page
        assert Client().post(SIGNUP, filled(chapter=closed.public_id)).status_code == 400
        assert Client().post(SIGNUP, filled(chapter=closed.pk)).status_code == 400
    assert not User.objects.exists()


def test_a_robot_that_fills_the_unseen_field_joins_nothing():
    response = Client().post(SIGNUP, filled(website="https://example.org"))
    assert response.status_code == 302
    assert nothing_was_kept()


def test_a_page_from_another_site_or_without_stamp_joins_nobody():
    assert Client().post(SIGNUP, filled(stamp="forged")).status_code == 400
    away = Client(headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"})
    assert away.post(SIGNUP, filled()).status_code == 403
    assert nothing_was_kept()


@pytest.mark.asvs("2.4.1", "4.1.3")
def test_the_21st_from_one_network_waits_an_hour_and_loses_nothing():
    for _number in range(20):
        join(Client(REMOTE_ADDR="203.0.113.7"))
    crowded = Client(REMOTE_ADDR="203.0.113.99", headers={"x-forwarded-for": "198.51.100.1"})
    response = crowded.post(SIGNUP, filled(pseudonym="Kept Name"))
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert b"Kept Name" in response.content
    assert User.objects.count() == 20
    assert "203.0.113" not in repr(getattr(cache, "_cache", {}))
    join(Client(REMOTE_ADDR="198.51.100.7"))


@pytest.mark.asvs("8.2.3", "15.3.3")
def test_what_is_not_asked_cannot_be_set():
    names = {field.name for model in (User, JoinRequest, Profile) for field in model._meta.fields}
    asked = {"handle", "chapter", "sealed_pseudonym", "member", "id"}
    extra = dict.fromkeys(names - asked, "1")
    extra |= {"is_superuser": "1", "standing": "member", "role": "council", "groups": "1"}
    _client, account = join(**extra)
    assert (account.standing, account.is_superuser, account.is_active) == ("waiting", False, True)
    assert not account.groups.exists()
    assert not account.offices
    assert account.probation_until is None
    request = account.join_request
    assert (request.was_invited, request.decided_at, request.refused) == (False, None, False)
    assert not request.opinions.exists()


def test_somebody_who_is_signed_in_does_not_join_again():
    client, _account = join()
    assert client.get(SIGNUP)["Location"] == WAITING


def test_the_audit_log_holds_no_word_of_hers():
    _client, account = join(pseudonym="CANARY Name")
    entries = AuditEntry.objects.order_by("number")
    assert [entry.deed for entry in entries] == ["account.created", "request.made"]
    for entry in entries:
        said = " ".join(str(value) for value in vars(entry).values())
        for word in ("CANARY", account.handle, PASSPHRASE):
            assert word not in said


def test_when_something_breaks_nothing_is_left_behind(monkeypatch):
    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(ContactCard.objects, "get_or_create", broken)
    with pytest.raises(RuntimeError):
        Client().post(SIGNUP, filled())
    assert nothing_was_kept()
    assert not AuditEntry.objects.exists()
