"""He was let in, and he is looking for somebody."""

import re

import pytest
from django.apps import apps
from django.forms.models import model_to_dict

from network.members.models import Standing, User, new_public_id
from network.profiles.models import Opening, Profile
from tests.network.privacy.members import make_full_member
from tests.network.profiles.cast import make_profile
from tests.people import PASSPHRASE, make_account, sign_in

pytestmark = pytest.mark.django_db
OPEN = {field: {"mem", "chap"} for field in ("pseudonym", "directory", "avatar")}


def page_of(profile):
    return f"/network/members/{profile.public_id}/"


def same(first, second):
    strip = re.compile(rb"x{22}|[A-Za-z0-9_-]{22}|csrfmiddlewaretoken\" value=\"[^\"]+")
    return first.status_code == second.status_code and (
        strip.sub(b"", first.content) == strip.sub(b"", second.content)
    )


def test_t10_who_waits_sees_nothing_of_anybody():
    profile = make_profile("quiet-river", opened=OPEN)
    waiting = sign_in(make_account("waiting", standing=Standing.WAITING))
    for address in ("/network/", "/network/members/", page_of(profile), "/network/chapters/"):
        assert waiting.get(address).status_code in {302, 403, 404}


def test_t10_a_blocked_pair_does_not_exist_for_each_other():
    hers, his = (make_profile(handle, opened=OPEN) for handle in ("hers", "his"))
    apps.get_model("network", "Block").objects.create(by=hers.member, other=his.member)
    for viewer, other in ((his, hers), (hers, his)):
        client = sign_in(viewer.member)
        absent = client.get(f"/network/members/{new_public_id()}/")
        assert same(client.get(page_of(other)), absent)
        assert absent.status_code == 404


def test_t11_after_forty_profiles_in_a_day_it_is_enough():
    pages = [page_of(make_profile(f"member-{number}", opened=OPEN)) for number in range(41)]
    client = sign_in(make_account("his"))
    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * 40 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert apps.get_model("network", "Alert").objects.filter(member__handle="his").exists()


@pytest.mark.asvs("8.3.1")
def test_t12_ids_cannot_be_guessed_or_counted():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", each) for each in ids)  # 128 bits


@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize(
    "address",
    [
        "/network/me/edit/",
        "/network/me/visibility/",
        "/network/contact/",
        "/network/export/",
        "/network/export/wait/",
        "/network/data/",
        "/account/login/",
    ],
)
def test_t13_no_form_takes_a_field_that_it_does_not_show(address):
    member = make_profile("his").member
    before = facts_of(member)
    names = {field.name for field in User._meta.get_fields()} | {"role", "visibility", "offices"}
    values = dict.fromkeys(names, "1") | {
        "standing": "none",
        "is_superuser": "on",
        "is_active": "on",
        "role": "administrator",
    }
    sign_in(member).post(address, values)
    assert facts_of(member) == before


def facts_of(member):
    member = User.objects.get(pk=member.pk)
    untouched = ("is_superuser", "standing", "chapter", "closing_on", "handle", "password")
    facts = model_to_dict(member, fields=[*untouched, "is_active", "groups", "user_permissions"])
    return facts | {"offices": member.offices, "public_id": member.public_id}


@pytest.mark.asvs("1.2.1")
def test_t14_t15_what_he_writes_stays_text():
    payload = '<img src="https://evil.example/x" onerror=alert(1)><script>alert(1)</script>'
    profile = make_profile(
        "his", opened=OPEN | {"bio": {"mem"}}, values={"pseudonym": "P", "bio": payload}
    )
    page = sign_in(make_account("hers")).get(page_of(profile)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=" not in page
    assert "&lt;script&gt;" in page


def test_t17_others_are_shown_days_and_no_hours():
    profile = make_profile("hers", opened=OPEN)
    page = sign_in(make_account("his")).get(page_of(profile)).content.decode()
    assert not re.search(r"\d{1,2}:\d{2}", page)
    assert "online" not in page.lower()


def test_t09_whom_he_follows_is_gone_the_moment_she_closes():
    profile = make_profile("hers", opened=OPEN)
    his = sign_in(make_account("his"))
    assert his.get(page_of(profile)).status_code == 200
    sign_in(profile.member).post("/network/leaving/close/")
    assert same(his.get(page_of(profile)), his.get(f"/network/members/{new_public_id()}/"))
    assert "Name hers" not in his.get("/network/members/").content.decode()


def test_t38_two_who_left_cannot_be_told_from_one():
    his = make_account("his")
    gone = [make_full_member(f"gone-{number}", others=[his]) for number in range(2)]
    client = sign_in(his)
    for member in gone:
        sign_in(member).post("/account/erase/", {"word": "erase"})
    for address in ("/network/connections/", "/network/blocks/", "/network/members/"):
        page = client.get(address).content.decode()
        for number in range(2):
            assert f"gone-{number}" not in page
    assert not Profile.objects.exists()
    assert not Opening.objects.exists()
    assert PASSPHRASE not in page
