"""Your data: what is kept, a copy to take along, and the two ways out."""

from http import HTTPStatus
from io import BytesIO

from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.jobs.registry import RULES
from home.pagecache.marks import public
from network import matrix, policy
from network.access.door import sure
from network.members.erasure import erase as erase_account
from network.privacy import actions
from network.privacy.forms import EraseForm, LeavingForm, WaitForm
from network.privacy.models import Export, ExportWait

FORGET = '"cache", "cookies", "storage"'


@require_safe
def your_data(request):
    return render(request, "network/privacy/your_data.html")


@require_safe
@public
def kept_for_all(request):
    """The matrix and the clearing in words, the same for everybody; the public page on privacy links here."""
    context = {
        "table": matrix.table(),
        "kept": matrix.kept(),
        "rules": [rule.sentence for rule in RULES.values()],
    }
    return render(request, "network/privacy/kept_for_all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sure(trusted=True)
def export(request):
    """The copy: ask for it (POST), wait for it (202), fetch it (see below)."""
    if request.method == "POST":
        actions.ask_export(by=request.user, language=get_language())
        return redirect("network:export")
    export = Export.objects.there().filter(member=request.user).defer("sealed_file").first()
    waits = ExportWait.objects.filter(member=request.user).in_force().first()
    context = {
        "export": export,
        "wait": waits,
        "form": WaitForm(initial={"waits": waits is not None and waits.ends_at is None}),
    }
    status = HTTPStatus.ACCEPTED if export and export.is_packing else HTTPStatus.OK
    return render(request, "network/privacy/export.html", context, status=status)


@require_POST
@sure(trusted=True, then="network:export")
def fetch_export(request, public_id):
    """Give the file out and forget it: whoever comes second finds nothing."""
    content = actions.fetch_export(by=request.user, public_id=public_id)
    if content is None:
        raise Http404
    return FileResponse(
        BytesIO(content), as_attachment=True, filename="notes.zip", content_type="application/zip"
    )


@require_POST
@sure(then="network:export")
def take_back_export(request):
    actions.take_back_export(by=request.user)
    return redirect("network:export")


@require_POST
@sure(trusted=True, then="network:export")
def set_wait(request):
    form = WaitForm(request.POST)
    if form.is_valid():
        actions.set_wait(by=request.user, waits=form.cleaned_data["waits"])
    return redirect("network:export")


@require_safe
def leaving(request):
    """The two ways out, side by side."""
    return render(request, "network/privacy/leaving.html")


@require_http_methods(["GET", "HEAD", "POST"])
@sure()
def close(request):
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close(by=request.user, **form.cleaned_data)
        return _signed_out(request, "account_closed")
    return render(request, "network/privacy/close.html", {"form": form})


# Below /account/: for people on the way in or out, whom the members' space does not let in. -------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request):
    """Where signing in leads within the days of a closed account: come back, erase now, or leave it."""
    if not policy.may_come_back(request.user):
        raise Http404
    if request.method == "POST":
        return _come_back(request)
    return render(request, "network/privacy/closing.html", {"day": request.user.closing_on})


@sure()
def _come_back(request):
    actions.come_back(by=request.user)
    return redirect("network:home")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    if not policy.may_erase(request.user, request.user):
        raise Http404
    return _erase(request)


@sure(trusted=True)
def _erase(request):
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        along = form.cleaned_data["takes_words_along"]
        erase_account(by=request.user, member=request.user, takes_words_along=along)
        return _signed_out(request, "account_erased")
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "network/privacy/erase.html", {"form": form}, status=status)


@never_cache
@require_safe
def closed(request):
    return render(request, "network/privacy/closed.html")


@never_cache
@require_safe
def erased(request):
    return render(request, "network/privacy/erased.html")


def _signed_out(request, address):
    """End the session here as well, ask the browser to forget, and say that it is done."""
    auth.logout(request)
    response = redirect(address)
    response["Clear-Site-Data"] = FORGET
    return response
