"""The page of somebody who asked to join: what happens now, a note, and taking it all back."""

from functools import wraps
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from network import policy
from network.joining import actions
from network.joining.forms import NoteForm, WithdrawForm
from network.joining.models import JoinRequest


def of_waiting(view):
    """Lead everybody else to where they belong."""

    @wraps(view)
    def led(request):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not policy.waits(request.user):
            return redirect(get_adapter().get_login_redirect_url(request))
        return view(request)

    return led


@of_waiting
@require_http_methods(["GET", "HEAD"])
def waiting(request):
    return _show(request)


@require_POST
@of_waiting
def note(request):
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, note_form=form)
    actions.write_note(by=request.user, text=form.cleaned_data["note"])
    return redirect("account_waiting")


@require_POST
@of_waiting
def withdraw(request):
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, withdraw_form=form)
    actions.withdraw(by=request.user)
    logout(request)
    response = render(request, "network/joining/withdrawn.html")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _show(request, *, note_form=None, withdraw_form=None):
    context = {
        "join_request": get_object_or_404(JoinRequest, member=request.user),
        "note_form": note_form or NoteForm(),
        "withdraw_form": withdraw_form or WithdrawForm(),
    }
    wrong = note_form or withdraw_form
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "network/joining/waiting.html", context, status=status)
