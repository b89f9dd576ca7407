"""Other people's pages: the directory, one profile, a chapter, and what safeguarding watches."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import matrix, policy
from network.members.chapters import Chapter
from network.profiles import actions, directory
from network.profiles.forms import SearchForm
from network.profiles.models import Alert, Profile
from network.profiles.seen import seen_by

ALERTS_SHOWN = 50


@require_safe
def profile(request, public_id):
    # One query for hidden, absent and blocked alike, so that they take the same time.
    found = Profile.objects.visible_to(request.user).filter(public_id=public_id).whole()
    shown = get_object_or_404(found)
    if shown.member_id == request.user.pk:
        return redirect("network:my_profile")
    try:
        actions.glance(by=request.user, profile=shown)
    except actions.TooManyProfiles:
        return enough(request)
    seen = seen_by(request.user, [shown])[0]
    return render(request, "network/profiles/profile.html", {"seen": seen, "member": shown.member})


def enough(request):
    """Answer 429 until the day is over."""
    response = render(request, "network/profiles/enough.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    now = datetime.now(UTC)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    response["Retry-After"] = str(max(1, int((midnight - now).total_seconds())))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def members(request):
    """The directory; what is looked for comes by POST, so that no address tells it."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    cursor = request.POST.get("after", "")[:200]
    if not form.is_bound:
        return _list(request, form, Profile.objects.listed_for(request.user))
    if not form.is_valid():
        return _list(request, form, Profile.objects.none(), status=HTTPStatus.BAD_REQUEST)
    if not directory.may_list_more(request.user):
        actions.too_many_lists(by=request.user)
        return enough(request)
    return _list(request, form, directory.find(request.user, form.cleaned_data), cursor)


def _list(request, form, profiles, cursor="", status=HTTPStatus.OK):
    try:
        listing = directory.list_some(request.user, profiles, cursor)
    except BadSignature:
        form.add_error(None, _("This list is from another time. Please search once more."))
        listing, status = directory.Listing([], None), HTTPStatus.BAD_REQUEST
    context = {
        "form": form,
        "is_looking": (form.is_bound and not cursor) or "look" in request.GET,
        "listing": listing,
        "is_new": request.user.is_new,
    }
    return render(request, "network/profiles/directory.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_members(request):
    """For coordinators: the members of their own chapters."""
    chapters = policy.chapters_coordinated_by(request.user)
    if not chapters:
        raise Http404
    profiles = Profile.objects.listed_for(request.user).filter(member__chapter__in=chapters)
    try:
        listing = directory.list_some(request.user, profiles, request.POST.get("after", "")[:200])
    except BadSignature:
        return redirect("network:chapter_members")
    return render(request, "network/profiles/chapter_members.html", {"listing": listing})


@require_safe
def chapters(request):
    known = Chapter.objects.filter(policy.visible_chapters(request.user))
    return render(request, "network/profiles/chapters.html", {"chapters": known})


@require_safe
def chapter(request, public_id):
    known = Chapter.objects.filter(policy.visible_chapters(request.user))
    shown = get_object_or_404(known, public_id=public_id)
    return render(request, "network/profiles/chapter.html", {"chapter": shown})


@require_safe
def explain(request):
    """The matrix in words, from the same file that the code obeys."""
    context = {"table": matrix.table(), "kept": matrix.kept()}
    return render(request, "network/profiles/matrix.html", context)


@require_safe
def alerts(request):
    if not policy.leads_safeguarding(request.user):
        raise Http404
    rows = Alert.objects.order_by("seen", "-pk")[:ALERTS_SHOWN]
    profiles = Profile.objects.filter(member__in=[alert.member_id for alert in rows])
    ids = dict(profiles.values_list("public_id", "member_id"))
    people = {ids[seen.public_id]: seen for seen in profiles.seen_by(request.user)}
    entries = [{"alert": alert, "seen": people.get(alert.member_id)} for alert in rows]
    return render(request, "network/profiles/alerts.html", {"entries": entries})


@require_POST
def alert_seen(request, public_id):
    if not policy.leads_safeguarding(request.user):
        raise Http404
    actions.see_alert(by=request.user, alert=get_object_or_404(Alert, public_id=public_id))
    return redirect("network:alerts")
