"""The officers' first page, and hiding a chapter."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from network import policy
from network.members import desk, freezing
from network.members.chapters import Chapter

SHOW_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def office(request):
    policy.require(policy.is_officer(request.user))
    context = {
        "waiting": desk.waiting_for(request.user),
        "chapters": Chapter.objects.all(),
        "reads_alerts": policy.leads_safeguarding(request.user),
        "coordinates": bool(policy.chapters_coordinated_by(request.user)),
    }
    return render(request, "network/members/office.html", context)


@SHOW_OR_SEND
def freeze(request, public_id):
    policy.require(policy.may_freeze(request.user))
    chapter = get_object_or_404(Chapter, public_id=public_id)
    if request.method != "POST":
        return _show(request, chapter)
    act = freezing.confirm if request.POST.get("confirm") else freezing.ask
    try:
        act(by=request.user, chapter=chapter)
    except (freezing.NothingToConfirmError, freezing.NeedsAnotherOfficerError):
        return _show(request, chapter, status=HTTPStatus.CONFLICT)
    return redirect("network:chapter_freeze", chapter.public_id)


def _show(request, chapter, *, status=HTTPStatus.OK):
    waiting = freezing.pending(chapter)
    context = {
        "chapter": chapter,
        "waiting": waiting,
        "is_own": waiting is not None and waiting.asked_by_id == request.user.pk,
        "too_late": status == HTTPStatus.CONFLICT,
    }
    return render(request, "network/members/freeze.html", context, status=status)
