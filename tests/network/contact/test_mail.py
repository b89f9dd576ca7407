"""What is new stands inside the portal; mail says as much as a member wants, and never the cause."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

import portal.urls  # noqa: F401 - then every slice has declared its notices
from home.mail.actions import cancel, deliver_due
from home.mail.checks import WORDS_OF_THE_CAUSE
from home.mail.models import Mail
from network.access.models import Lockdown
from network.connections import actions as connecting
from network.contact import notices
from network.contact.actions import save_card
from network.contact.models import Notice
from network.members.models import User, today
from tests.network.officers import client_of
from tests.people import make_account

LANGUAGES = [code for code, _name in settings.LANGUAGES]
FORBIDDEN = re.compile(
    rf"{WORDS_OF_THE_CAUSE.pattern}|{re.escape(settings.WAGTAIL_SITE_NAME)}|ada|https?:|/network",
    re.IGNORECASE,
)


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(notices, "_WORDS", {**notices._WORDS})
    return notices.declare_notice("tests.kind", "Something happened.")


def member_with(level, language="en", **fields):
    ada = make_account("ada", sealed_email="ada@example.org", **fields)
    save_card(by=ada, phone="", rules={}, mail_level=level, mail_language=language)
    return ada


def told(member, kind, callbacks):
    with callbacks(execute=True):
        notices.tell(member=member, kind=kind)
    return mail.outbox


@pytest.mark.django_db
def test_by_default_nothing_is_mailed(kind, django_capture_on_commit_callbacks):
    ada = make_account("ada", sealed_email="ada@example.org")
    assert told(ada, kind, django_capture_on_commit_callbacks) == []
    assert Notice.objects.filter(member=ada).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["discreet", "full"])
@pytest.mark.parametrize("wanted", sorted(notices.declared()))
def test_no_mail_says_more_than_that_something_is_new(
    level, language, wanted, django_capture_on_commit_callbacks
):
    ada = member_with(level, language)
    (letter,) = told(ada, wanted, django_capture_on_commit_callbacks)
    with override(language):
        words = str(notices.words_of(wanted) if level == "full" else notices.ANY)
    assert letter.body.strip() == words
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert letter.message().get_content_type() == "text/plain"
    assert not letter.attachments
    assert set(letter.extra_headers) == {"Message-ID", "Auto-Submitted"}
    everything = letter.message().as_string().replace("ada@example.org", "")
    assert not FORBIDDEN.search(everything.replace("Auto-Submitted", ""))


@pytest.mark.django_db
def test_the_subject_is_the_same_for_both_levels_and_all_kinds(django_capture_on_commit_callbacks):
    subjects = set()
    for number, wanted in enumerate(notices.declared()):
        level = ["discreet", "full"][number % 2]
        member = make_account(f"member-{number}", sealed_email=f"m{number}@example.org")
        save_card(by=member, phone="", rules={}, mail_level=level, mail_language="en")
        subjects.add(told(member, wanted, django_capture_on_commit_callbacks)[-1].subject)
    assert subjects == {"Update"}


@pytest.mark.django_db
def test_one_mail_a_day_however_much_is_new(kind, django_capture_on_commit_callbacks):
    ada = member_with("discreet")
    for _ in range(3):
        told(ada, kind, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(member=ada).count() == 3


@pytest.mark.django_db
def test_a_member_who_locked_down_gets_no_mail(kind, django_capture_on_commit_callbacks):
    ada = member_with("full")
    Lockdown.objects.create(member=ada, since=timezone.now())
    assert told(ada, kind, django_capture_on_commit_callbacks) == []


@pytest.mark.django_db
def test_a_member_who_is_leaving_gets_no_mail(kind, django_capture_on_commit_callbacks):
    ada = member_with("full")
    closing_on = today() + timedelta(days=14)
    User.objects.filter(pk=ada.pk).update(standing="closing", closing_on=closing_on)
    assert told(User.objects.get(pk=ada.pk), kind, django_capture_on_commit_callbacks) == []


@pytest.mark.django_db
def test_without_an_address_nothing_is_mailed(kind, django_capture_on_commit_callbacks):
    ada = make_account("ada")
    save_card(by=ada, phone="", rules={}, mail_level="full", mail_language="en")
    assert told(ada, kind, django_capture_on_commit_callbacks) == []


@pytest.mark.django_db
def test_what_is_taken_back_is_not_mailed(kind):
    ada = member_with("full")
    with transaction.atomic():
        notices.tell(member=ada, kind=kind)
        transaction.set_rollback(True)
    deliver_due(now=timezone.now())
    assert not mail.outbox
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_mail_that_waits_can_be_taken_back_with_all_other_mail_to_her(kind):
    ada = member_with("full")
    notices.tell(member=ada, kind=kind)
    assert cancel(about=ada.mail_about) == 1


@pytest.mark.django_db
def test_nobody_can_be_told_in_words_of_ones_own(kind):
    ada = make_account("ada")
    with pytest.raises(KeyError):
        notices.tell(member=ada, kind="Bea likes you")
    with pytest.raises(ValueError, match="twice"):
        notices.declare_notice(kind, "Other words.")


@pytest.mark.django_db
def test_what_is_new_is_listed_for_her_alone_and_names_nobody():
    ada, bea = make_account("ada"), make_account("quiet-heron")
    connecting.ask(by=bea, other=ada)
    client = client_of(ada)
    page = client.get("/network/notices/").content.decode()
    assert "Somebody asks to be connected with you." in page
    assert "quiet-heron" not in page
    assert "Nothing is new" in client_of(bea).get("/network/notices/").content.decode()
    assert "<strong>new</strong>" in page
    client.post("/network/notices/")
    assert "<strong>new</strong>" not in client.get("/network/notices/").content.decode()


@pytest.mark.django_db
def test_looking_at_what_is_new_changes_nothing():
    ada, bea = make_account("ada"), make_account("bea")
    connecting.ask(by=bea, other=ada)
    client_of(ada).get("/network/notices/")
    assert Notice.objects.filter(seen=False).exists()


@pytest.mark.django_db
def test_the_list_of_what_is_new_takes_the_same_number_of_queries(
    kind, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ada = make_account("ada")
    client = client_of(ada)
    client.get("/network/notices/")
    with CaptureQueriesContext(connection) as none:
        client.get("/network/notices/")
    for _ in range(9):
        notices.tell(member=ada, kind=kind)
    with django_assert_max_num_queries(len(none) + 1):
        client.get("/network/notices/")
