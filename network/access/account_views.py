"""One's own account: the passphrase, the recovery kit, the e-mail address, sessions, what happened."""

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from network import policy
from network.access import actions, events, kit, limits, mailcode, second_factor
from network.access.door import own, sure
from network.access.models import OpenSession
from network.access.own_forms import EMAIL, EmailForm, LabelForm, MailCodeForm, NewPassphraseForm
from network.access.sessions import row_of
from network.access.views import set_honest_status
from network.members.limits import TooMany, count

MAILS_TO_ONE_ADDRESS = 3  # a day
KITS_A_DAY = 5  # each costs ten hashes


@own
def keys(request):
    """The ways to sign in, on one page."""
    account = request.user
    context = {
        "codes_left": kit.left(account),
        "second_factor": second_factor.is_set_up(account),
        "required": policy.needs_second_factor(account),
        "address": masked(account.sealed_email),
        "events": events.of(account),
    }
    return render(request, "network/access/keys.html", context)


@sure()
def change_passphrase(request):
    form = NewPassphraseForm(request.POST or None, person=request.user)
    if form.is_bound and form.is_valid():
        _change_passphrase(request, form.cleaned_data["passphrase"])
        return redirect("account_keys")
    response = render(request, "network/access/passphrase.html", {"form": form})
    return set_honest_status(response, form)


@transaction.atomic
def _change_passphrase(request, passphrase):
    account = request.user
    actions.change_passphrase(by=account, passphrase=passphrase, keep=request.session.session_key)
    # This session goes on, under a new key.
    update_session_auth_hash(request, account)


@own
def show_kit(request):
    """What is left of the kit; its codes are shown once, by `make_kit`."""
    return render(request, "network/access/kit.html", {"codes_left": kit.left(request.user)})


@require_POST
@sure(trusted=True, then="account_kit")
def make_kit(request):
    try:
        count(by=request.user, deed="kit", at_most=KITS_A_DAY)
    except TooMany as refusal:
        return _enough_kits(request, refusal)
    # In the answer itself: on the way to another page the codes would have to be kept somewhere.
    codes = actions.make_kit(by=request.user)
    return render(request, "network/access/notes.html", {"codes": codes})


def _enough_kits(request, refusal):
    context = {"codes_left": kit.left(request.user), "enough": True}
    response = render(request, "network/access/kit.html", context, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response


# The e-mail address ------------------------------------------------------------------------------


def masked(address):
    """Return an address as its owner sees it without saying who she is: c…@e…"""
    if not address:
        return ""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain[:1]}…"


@own
def show_email(request):
    return _email_page(request, EmailForm())


def _email_page(request, form, **context):
    account = request.user
    context = {"form": form, "address": masked(account.sealed_email)} | context
    return set_honest_status(render(request, "network/access/email.html", context), form)


@require_POST
@sure(trusted=True, then="account_email")
def give_email(request):
    """Mail a code to the address; it counts when the code was typed."""
    form = EmailForm(request.POST)
    if form.is_valid():
        if not limits.may_mail(request):
            form.add_error(None, limits.too_many_mails())
        else:
            mailcode.send(
                request,
                EMAIL,
                form.cleaned_data["address"],
                a_day=MAILS_TO_ONE_ADDRESS,
                recovers=form.cleaned_data["recovers"],
            )
            return redirect("account_email_code")
    return _email_page(request, form)


@sure(trusted=True)
def prove_email(request):
    form = MailCodeForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        proven = form.proven
        actions.set_email(by=request.user, address=proven["address"], recovers=proven["recovers"])
        return redirect("account_email")
    response = render(request, "network/access/email_code.html", {"form": form})
    return set_honest_status(response, form)


@sure()
def reveal_email(request):
    """The whole address, to whoever said who they are a moment ago."""
    return _email_page(request, EmailForm(), address=request.user.sealed_email, is_whole=True)


@require_POST
@sure(trusted=True, then="account_email")
def remove_email(request):
    actions.remove_email(by=request.user)
    return redirect("account_email")


@require_POST
@sure(trusted=True, then="account_email")
def let_email_recover(request):
    actions.let_email_recover(by=request.user, allowed=request.POST.get("allowed") == "yes")
    return redirect("account_email")


# Sessions ----------------------------------------------------------------------------------------


@own
def sessions(request):
    here = row_of(request.session.session_key)
    rows = OpenSession.objects.filter(member=request.user, expire_date__gt=timezone.now())
    rows = rows.select_related("member__key").order_by("-seen_on", "-started_on", "public_id")
    listed = [
        {"row": row, "is_this": row.session_key == here, "form": _label_form(row)} for row in rows
    ]
    listed.sort(key=lambda item: not item["is_this"])
    return render(request, "network/access/sessions.html", {"sessions": listed})


def _label_form(row):
    return LabelForm(initial={"label": row.sealed_label}, auto_id=f"id_{row.public_id}_%s")


def _own_session(request, public_id):
    return get_object_or_404(OpenSession, member=request.user, public_id=public_id)


@require_POST
@own
def label_session(request, public_id):
    session, form = _own_session(request, public_id), LabelForm(request.POST)
    if not form.is_valid():
        response = render(request, "network/access/label.html", {"form": form, "session": session})
        return set_honest_status(response, form)
    session.sealed_label = form.cleaned_data["label"] or None
    session.save(update_fields=["sealed_label"])
    return redirect("account_sessions")


@require_POST
@sure(then="account_sessions")
def end_session(request, public_id):
    actions.end_session(by=request.user, session=_own_session(request, public_id))
    return redirect("account_sessions")


@require_POST
@sure(then="account_sessions")
def end_other_sessions(request):
    actions.end_sessions(by=request.user, member=request.user, keep=request.session.session_key)
    return redirect("account_sessions")


# What happened -----------------------------------------------------------------------------------


@require_POST
@own
def dismiss_event(request, public_id):
    event = get_object_or_404(events.of(request.user), public_id=public_id)
    policy.require(events.may_dismiss(request, event))
    actions.dismiss(event=event)
    return redirect("account_keys")


@require_POST
@own
def stop_mail_recovery(request):
    actions.stop_mail_recovery(member=request.user)
    return redirect("account_keys")
