"""Queue, send, retry and take back mail."""

import smtplib
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from home.audit import actions as audit
from home.mail.deeds import RETRIED
from home.mail.models import Allowance, Mail
from home.safety.models import SafetySettings
from home.sealing.indexes import normalise_email

CLAIM = timedelta(minutes=5)
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]


def send(
    *,
    to,
    template,
    context,
    language,
    dedupe_key=None,
    send_after=None,
    about=None,
    unsubscribe_url=None,
):
    """Queue one text mail within the caller's transaction; return the Mail, None if it is a double.

    `template` is the path before `_subject.txt`, rendered without context so that a subject is
    constant, and before `_body.txt`. `send_after` is an aware datetime. `about` groups mails for `cancel`.
    `unsubscribe_url` (https) becomes the one-click header of RFC 8058. Raises ValidationError.
    """
    now = timezone.now()
    mail = Mail(
        **_content(to, template, context, language, unsubscribe_url),
        about_hash=_hash("about", about),
        dedupe_hash=_hash("dedupe", dedupe_key) or None,
        created_at=now,
        due_at=send_after or now,
    )
    with transaction.atomic():
        # A conflict is ignored by the database itself: two requests at once leave one mail.
        Mail.objects.bulk_create([mail], ignore_conflicts=True)
        if dedupe_key and not Mail.objects.filter(row_key=mail.row_key).exists():
            return None
        if mail.due_at <= now:
            transaction.on_commit(partial(_enqueue, mail.row_key))
    return mail


def cancel(*, about):
    """Delete all mail about this, queued or sent; return how many had not been sent."""
    mails = Mail.objects.filter(about_hash=_hash("about", about))
    with transaction.atomic():
        waiting = mails.exclude(state=Mail.State.SENT).count()
        mails.delete()
    return waiting


def deliver(*, mail_id, now=None):
    """Send one queued mail; return whether it left. Safe to call twice and from two processes.

    Only a process that dies between the receiving server's yes and the row's update causes a second
    sending, which bears the same Message-ID.
    """
    now = now or timezone.now()
    mail = None if is_paused() else _claim(mail_id, now)
    if mail is None:
        return False
    try:
        _message(mail).send()
    except Exception as error:
        _record_failure(mail, error, now)
        return False
    _forget(mail, state=Mail.State.SENT, ended_at=now, error="")
    return True


def is_paused():
    """Tell whether staff have stopped all mail; what is queued waits and is sent afterwards."""
    return SafetySettings.objects.filter(mail_paused=True).exists()


def deliver_due(*, now, at_most=200):
    """Send mail whose task was lost or whose time has come, the oldest first; return how many left.

    It sends by itself instead of queueing: a site that has cron and no worker sends mail all the same.
    """
    due = Mail.objects.filter(_deliverable(now)).order_by("due_at")
    ids = list(due.values_list("row_key", flat=True)[:at_most])
    return sum(deliver(mail_id=mail_id, now=now) for mail_id in ids)


@transaction.atomic
def retry(*, by, now=None):
    """Let all mail that was given up but still has its content be tried again, at the wish of `by`."""
    given_up = Mail.objects.filter(state=Mail.State.FAILED).exclude(recipient__isnull=True)
    again = given_up.update(
        state=Mail.State.WAITING, due_at=now or timezone.now(), attempts=0, ended_at=None
    )
    audit.record(
        by=by, deed=RETRIED, subject=audit.Subject("mail", "failed"), facts={"mails": again}
    )
    return again


def take_allowance(*, to, form, at_most, now=None):
    """Count one mail to an address for a form; return False when the day's `at_most` is used up."""
    day = (now or timezone.now()).date()
    key = _hash("allowance", f"{form} {day} {normalise_email(to)}")
    Allowance.objects.bulk_create([Allowance(key=key, day=day)], ignore_conflicts=True)
    left = Allowance.objects.filter(key=key, taken__lt=at_most)
    return bool(left.update(taken=F("taken") + 1))


def refuse_line_break(text):
    """Raise ValidationError when text that goes into a mail's head could start a line of its own."""
    if any(not character.isprintable() for character in text):
        raise ValidationError(
            _("An address must not hold line breaks or control characters. Write it on one line."),
            code="line_break",
        )


def _content(to, template, context, language, unsubscribe_url):
    refuse_line_break(to)
    validate_email(to)
    refuse_line_break(unsubscribe_url or "")
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt").strip()
        body = render_to_string(f"{template}_body.txt", context).strip() + "\n"
    return {
        "template": template,
        "recipient": to,
        "subject": subject,
        "body": body,
        "unsubscribe_url": unsubscribe_url,
    }


def _hash(purpose, value):
    return (
        salted_hmac(f"home.mail.{purpose}", value, algorithm="sha256").hexdigest() if value else ""
    )


def _enqueue(mail_id):
    from home.mail.tasks import deliver_mail  # the task imports this module

    deliver_mail.enqueue(str(mail_id))


def _deliverable(now):
    return Q(state=Mail.State.WAITING, due_at__lte=now) | Q(
        state=Mail.State.SENDING, claimed_until__lte=now
    )


def _claim(mail_id, now):
    claimed = Mail.objects.filter(_deliverable(now), row_key=mail_id).update(
        state=Mail.State.SENDING, claimed_until=now + CLAIM, attempts=F("attempts") + 1
    )
    return Mail.objects.filter(row_key=mail_id).first() if claimed else None


def _message(mail):
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.recipient], headers=headers
    )


def _record_failure(mail, error, now):
    # The class only: servers repeat the address in their refusals.
    name = type(error).__name__
    if _is_final(error):
        _forget(mail, state=Mail.State.FAILED, ended_at=now, error=name)
    elif mail.attempts > len(BACK_OFF):
        # Keeps its content for the week: the fault may be ours, and staff can let it try again.
        _record(mail, state=Mail.State.FAILED, ended_at=now, error=name)
    else:
        due_at = now + BACK_OFF[mail.attempts - 1]
        _record(mail, state=Mail.State.WAITING, due_at=due_at, error=name)


def _is_final(error):
    """Whether the receiving side said “never” (5xx) rather than “not now”."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return 500 <= error.smtp_code < 600
    return False


def _forget(mail, **outcome):
    _record(mail, recipient=None, subject=None, body=None, unsubscribe_url=None, **outcome)


def _record(mail, **outcome):
    # An update, not a save: a mail that was cancelled meanwhile must not come back.
    Mail.objects.filter(pk=mail.pk).update(claimed_until=None, **outcome)
