"""Mail: sealed while it waits, sent once, forgotten when sent."""

import re
import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from home.mail import actions
from home.mail.checks import WORDS_OF_THE_CAUSE, sender_is_discreet
from home.mail.models import Mail
from home.mail.outbox import OutboxBackend

pytestmark = pytest.mark.django_db
ADDRESS = "canary-reader@example.org"


def send(**changes):
    values = {
        "to": ADDRESS,
        "template": "home/mail/newsletter_confirm",
        "context": {"confirm": "https://portal.test/CANARY-link", "leave": "https://portal.test/x"},
        "language": "en",
    }
    return actions.send(**values | changes)


def dump():
    """Return everything that the database holds, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows)


def test_mail_leaves_after_the_commit_and_only_then(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send()
        assert outbox.outbox == []
        assert "CANARY" not in dump()
        assert "canary" not in dump()
    (mail,) = outbox.outbox
    assert mail.to == [ADDRESS]
    assert mail.message().get_content_type() == "text/plain"
    assert "https://portal.test/CANARY-link" in mail.body


def test_mail_of_a_transaction_that_fails_is_never_sent(django_capture_on_commit_callbacks):
    def act():
        with transaction.atomic():
            send()
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        act()
    assert outbox.outbox == []
    assert not Mail.objects.exists()


def test_sent_mail_keeps_no_content_and_goes_after_a_week(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send()
    mail = Mail.objects.get()
    assert mail.state == Mail.State.SENT
    assert (mail.recipient, mail.subject, mail.body) == (None, None, None)
    at = (timezone.now() + timedelta(days=6)).isoformat()
    call_command("run_scheduled", "--only", "purge_mail", "--at", at)
    assert Mail.objects.exists()
    at = (timezone.now() + timedelta(days=8)).isoformat()
    call_command("run_scheduled", "--only", "purge_mail", "--at", at)
    assert not Mail.objects.exists()


def test_same_mail_asked_for_twice_leaves_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert send(dedupe_key="welcome ada")
        assert send(dedupe_key="welcome ada") is None
    assert len(outbox.outbox) == 1
    mail = Mail.objects.get()
    assert not actions.deliver(mail_id=mail.row_key), "delivered mail must not leave again"
    assert len(outbox.outbox) == 1


def test_mail_for_later_waits_for_its_time(django_capture_on_commit_callbacks):
    tomorrow = timezone.now() + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        send(send_after=tomorrow)
    call_command("run_scheduled", "--only", "deliver_mail")
    assert outbox.outbox == []
    at = (tomorrow + timedelta(minutes=1)).isoformat()
    call_command("run_scheduled", "--only", "deliver_mail", "--at", at)
    assert len(outbox.outbox) == 1


class Refusing(BaseEmailBackend):
    """A mail server that refuses as told; no real one is at hand to say no."""

    error = None

    def send_messages(self, email_messages):
        raise self.error


@pytest.fixture
def refuse_with(settings, monkeypatch):
    def refuse(error):
        monkeypatch.setattr(Refusing, "error", error)
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    return refuse


def accept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_mail_that_is_refused_for_now_is_tried_again_later_and_given_up_in_the_end(
    refuse_with, settings
):
    mail = send()
    refusal = smtplib.SMTPServerDisconnected(f"bye {ADDRESS}")
    refuse_with(refusal)
    now = timezone.now()
    attempts = 0
    while Mail.objects.get().state == Mail.State.WAITING:
        now = Mail.objects.get().due_at
        assert not actions.deliver(mail_id=mail.row_key, now=now)
        attempts += 1
    given_up = Mail.objects.get()
    assert attempts == 8
    assert given_up.state == Mail.State.FAILED
    assert given_up.error == "SMTPServerDisconnected"
    assert given_up.recipient == ADDRESS, "staff may let it try again"
    accept(settings)
    assert not actions.deliver(mail_id=mail.row_key)
    staff = get_user_model().objects.create_user("ines")
    assert actions.retry(by=staff) == 1
    assert actions.deliver(mail_id=mail.row_key)


def test_mail_that_is_refused_for_good_is_forgotten_at_once(refuse_with):
    mail = send()
    refusal = smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such mailbox")})
    refuse_with(refusal)
    actions.deliver(mail_id=mail.row_key)
    mail = Mail.objects.get()
    assert (mail.state, mail.recipient) == (Mail.State.FAILED, None)


def test_mail_of_a_worker_that_died_is_sent_by_the_next_under_the_same_id(refuse_with, settings):
    mail = send()

    class Died(BaseException):
        pass

    refuse_with(Died())
    with pytest.raises(Died):
        actions.deliver(mail_id=mail.row_key)
    accept(settings)
    assert not actions.deliver(mail_id=mail.row_key), "the first may still be at it"
    at = (timezone.now() + timedelta(minutes=6)).isoformat()
    call_command("run_scheduled", "--only", "deliver_mail", "--at", at)
    (sent,) = outbox.outbox
    assert sent.extra_headers["Message-ID"] == f"<{mail.row_key}@example.org>"


def test_cancelled_mail_does_not_leave_nor_come_back():
    mail = send(about="ada")
    assert actions.cancel(about="ada") == 1
    assert not actions.deliver(mail_id=mail.row_key)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org\nBcc: everyone@example.org",
        "ada@example.org\r\nSubject: x",
        "Ada\r\nBcc: b@example.org <ada@example.org>",
        "ada@example.org\x00",
        "ada\u2028@example.org",
    ],
)
def test_address_cannot_add_lines_to_the_head_of_a_mail(address):
    with pytest.raises(ValidationError, match="must not hold line breaks"):
        send(to=address)
    assert not Mail.objects.exists()


def test_unsubscribe_header_cannot_add_lines_either():
    with pytest.raises(ValidationError):
        send(unsubscribe_url="https://portal.test/>\r\nBcc: b@example.org")


def test_development_mail_is_a_readable_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "home.mail.outbox.OutboxBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    for number in range(2):
        mail = send(context={"confirm": f"https://portal.test/ñandú-{number}", "leave": ""})
        assert actions.deliver(mail_id=mail.row_key)
    first, second = sorted((tmp_path / "outbox").iterdir())
    raw = first.read_bytes()
    assert first.suffix == ".eml"
    assert "https://portal.test/ñandú-0".encode() in raw, "readable without decoding"
    assert b"ndu-1" not in raw
    assert "ñandú-1".encode() in second.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    parsed = message_from_bytes(raw, policy=policy.default)
    assert parsed.get_content_type() == "text/plain"
    assert parsed["To"] == ADDRESS
    assert OutboxBackend().send_messages([]) == 0


def test_no_subject_and_no_sender_tells_the_cause():
    root = Path(django_settings.BASE_DIR)
    templates = [
        path.relative_to(path.parents[len(path.parts) - path.parts.index("templates") - 2])
        for path in root.glob("*/templates/**/*_subject.txt")
    ]
    assert templates
    for template in templates:
        for language, _name in django_settings.LANGUAGES:
            with translation.override(language):
                subject = render_to_string(str(template)).strip()
            assert subject
            assert not WORDS_OF_THE_CAUSE.search(subject), subject
    assert not WORDS_OF_THE_CAUSE.search(django_settings.DEFAULT_FROM_EMAIL)


def test_check_refuses_a_sender_that_tells_the_cause(settings):
    settings.DEFAULT_FROM_EMAIL = "Survivor Network <post@example.org>"
    assert [error.id for error in sender_is_discreet()] == ["home.mail.E001"]
    assert re.search("neutral", sender_is_discreet()[0].msg)
