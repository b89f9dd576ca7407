"""My page: what I say, who sees it, and how it looks to others."""

import re

import pytest
from django.apps import apps

from network.matrix import profile_fields
from network.profiles import actions
from network.profiles.models import Opening, Profile, SearchWord
from tests.network.profiles.cast import (
    VALUES,
    client_of,
    connect,
    make_cast,
    make_chapter,
    make_profile,
)
from tests.people import make_account

pytestmark = pytest.mark.django_db
LETTER = re.compile(r'<article class="letter">.*</article>', re.S)
NAME = {"pseudonym": "Ada"}


def test_on_the_first_day_all_of_me_is_closed(her, her_client):
    assert not Opening.objects.exists()
    assert not SearchWord.objects.exists()
    page = her_client.get("/network/me/").content.decode()
    assert "Bio of hers" in page
    assert "Only you" in page
    assert "You are not listed." in page


def test_who_has_no_page_yet_is_asked_for_a_name_and_for_nothing_else():
    client = client_of(make_account())
    assert client.get("/network/me/")["Location"] == "/network/me/edit/"
    assert client.post("/network/me/edit/", NAME).status_code == 302
    assert Profile.objects.get().sealed_pseudonym == "Ada"


def test_what_i_write_can_be_changed_and_emptied(her, her_client):
    data = {**VALUES, "pseudonym": "New name", "bio": "One\r\nTwo"}
    assert her_client.post("/network/me/edit/", data).status_code == 302
    her.refresh_from_db()
    assert (her.sealed_pseudonym, her.sealed_bio) == ("New name", "One\nTwo")
    assert her.sealed_languages == VALUES["languages"]
    her_client.post("/network/me/edit/", NAME)
    assert Profile.objects.get(pk=her.pk).sealed_bio is None


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("pseudonym", ""),
        ("pseudonym", "a" * 61),
        ("pseudonym", "two\nlines"),
        ("pseudonym", "turned \u202e round"),
        ("pseudonym", "zero\u200bwidth"),
        ("bio", "b" * 501),
        ("bio", "bell \u0007"),
        ("bio", "c" * 1_000_000),
        ("skills", "s" * 301),
        ("country", "XX"),
        ("languages", "klingon"),
        ("experience", "wealth"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_stays_typed(her, her_client, field, text):
    data = {**VALUES, "pronouns": "typed with care", field: text}
    response = her_client.post("/network/me/edit/", data)
    page = response.content.decode()
    assert response.status_code == 400
    assert f'id="id_{field}_error"' in page
    assert "typed with care" in page
    her.refresh_from_db()
    assert her.sealed_bio == "Bio of hers"


def test_signs_that_join_letters_may_be_in_a_name(her, her_client):
    assert her_client.post("/network/me/edit/", {"pseudonym": "می\u200cخواهم"}).status_code == 302


@pytest.mark.asvs("15.3.3")
def test_t13_no_form_writes_more_than_its_own_fields(her, her_client):
    every_column = {
        column.name: "1"
        for model in apps.get_app_config("network").get_models()
        for column in model._meta.concrete_fields
    } | {
        "is_canary": "on",
        "role": "council",
        "standing": "none",
        "avatar_seed": "mine",
        "member": 1,
    }
    her_client.get("/network/")  # the month of use is written by the first visit
    before = type(her.member).objects.filter(pk=her.member.pk).values().get()
    hers = Profile.objects.filter(pk=her.pk).values(
        "public_id", "avatar_seed", "is_canary", "member"
    )
    kept = hers.get()
    for path in ("/network/me/edit/", "/network/me/visibility/"):
        assert her_client.post(path, {**every_column, **NAME}).status_code in {302, 400}
    assert type(her.member).objects.filter(pk=her.member.pk).values().get() == before
    assert hers.get() == kept
    assert not Opening.objects.exists()


def test_opening_to_a_wider_circle_opens_to_the_nearer_ones_too(her, her_client):
    her_client.post("/network/me/visibility/", {"bio": "mem", "skills_cncl": "on"})
    assert her.opened == {"bio": {"conn", "chap", "mem"}, "skills": {"cncl"}}
    page = her_client.get("/network/me/visibility/").content.decode()
    assert re.search(r'<select name="bio".*?<option value="mem" selected', page, re.S)
    her_client.post("/network/me/visibility/", {"bio": "conn"})
    assert Profile.objects.get(pk=her.pk).opened == {"bio": {"conn"}}


@pytest.mark.parametrize(
    ("field", "level"),
    [("photo", "mem"), ("experience", "chap"), ("chapter", "mem"), ("bio", "pub"), ("bio", "su")],
)
def test_nothing_opens_further_than_the_matrix_allows(her, her_client, field, level):
    assert her_client.post("/network/me/visibility/", {field: level}).status_code == 400
    with pytest.raises(ValueError, match="matrix"):
        actions.open_to(by=her.member, openings={field: {level}})
    assert not Opening.objects.exists()


def test_nobody_is_in_the_directory_without_a_name_there(her, her_client):
    response = her_client.post("/network/me/visibility/", {"directory": "mem", "pseudonym": "chap"})
    assert response.status_code == 400
    assert "needs a name there" in response.content.decode()
    data = {"directory": "mem", "pseudonym": "mem"}
    assert her_client.post("/network/me/visibility/", data).status_code == 302


def test_closing_a_field_takes_its_words_out_of_the_search(her, her_client):
    her_client.post("/network/me/visibility/", {"country": "mem"})
    assert SearchWord.objects.filter(word_index="country:KE").exists()
    her_client.post("/network/me/visibility/", {})
    assert not SearchWord.objects.exists()


@pytest.mark.parametrize("state", ["closed", "named", "open"])
def test_p21_seen_as_others_is_byte_for_byte_what_they_get(state):
    cast = make_cast()
    wide = {"pseudonym": {"chap", "mem", "cncl"}, "directory": {"chap", "mem", "cncl"}}
    openings = {
        "closed": {},
        "named": wide,
        "open": wide | {"bio": {"chap", "safe"}, "skills": {"cncl"}},
    }
    actions.open_to(by=cast.subject.member, openings=openings[state])
    for audience in ("conn", "chap", "mem", "cncl", "safe"):
        theirs = cast.client(audience).get(f"/network/members/{cast.subject.public_id}/")
        mine = cast.client("self").get(f"/network/me/as/{audience}/")
        found = LETTER.search(theirs.content.decode())
        shown = LETTER.search(mine.content.decode())
        assert theirs.status_code == (200 if found else 404)
        assert (found and found[0]) == (shown and shown[0]), audience


@pytest.mark.parametrize("audience", ["self", "edit", "su", "pub", "nobody"])
def test_there_is_no_page_as_somebody_who_sees_nothing(her_client, audience):
    assert her_client.get(f"/network/me/as/{audience}/").status_code == 404


def test_a_hidden_chapter_is_not_named_to_those_who_may_not_know_of_it():
    hidden = make_chapter("Secret place", visibility="hidden")
    her = make_profile("quiet-river", chapter=hidden, opened={"chapter": {"conn", "chap"}})
    friend, neighbour = make_account("friend"), make_account("neighbour", chapter=hidden)
    connect(friend, her.member)
    connect(neighbour, her.member)
    assert her.as_seen_by(friend).chapter is None
    assert her.as_seen_by(neighbour).chapter == "Secret place"
    assert her.as_seen_from("conn").chapter is None


def test_all_fields_of_the_matrix_are_on_my_page(her_client):
    page = her_client.get("/network/me/").content.decode()
    from network.matrix import FIELD_NAMES

    for field in profile_fields():
        assert str(FIELD_NAMES[field]) in page
