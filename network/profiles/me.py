"""A member's own page: what she says, who sees it, and how it looks to others."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.matrix import FIELD_NAMES, Audience, profile_fields
from network.profiles import actions
from network.profiles.forms import PhotoForm, ProfileForm, VisibilityForm
from network.profiles.levels import who_sees
from network.profiles.models import Profile
from network.profiles.seen import VIEW_AS

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def own(request):
    """Return the member's own Profile, or None before she has written anything."""
    return Profile.objects.filter(member=request.user).whole().first()


def draw(request, template, context, form):
    status = HTTPStatus.BAD_REQUEST if form.is_bound and form.errors else HTTPStatus.OK
    return render(
        request, f"network/profiles/{template}.html", context | {"form": form}, status=status
    )


@require_safe
def my_profile(request):
    profile = own(request)
    if profile is None:
        return redirect("network:edit_profile")
    seen, opened = profile.as_seen_by(request.user), profile.opened
    rows = [
        {
            "label": FIELD_NAMES[field],
            "text": _own_text(seen, field),
            "who": who_sees(field, opened.get(field, ())),
        }
        for field in profile_fields()
        if field != "directory"
    ]
    listed = who_sees("directory", opened.get("directory", ()))
    audiences = [(audience.value, VIEW_NAMES[audience]()) for audience in VIEW_AS]
    context = {
        "seen": seen,
        "rows": rows,
        "listed": listed,
        "is_listed": bool(opened.get("directory")),
        "audiences": audiences,
    }
    return render(request, "network/profiles/me.html", context)


def _own_text(seen, field):
    if field == "avatar":
        return _("a pattern that was drawn by chance")
    if field == "photo":
        return _("there is one") if seen.photo else ""
    value = getattr(seen, field)
    return ", ".join(value) if isinstance(value, tuple) else value or ""


VIEW_NAMES = {
    Audience.MEMBERS: lambda: _("any approved member"),
    Audience.CHAPTER: lambda: _("a member of your chapter"),
    Audience.CONNECTIONS: lambda: _("one of your connections"),
    Audience.COUNCIL: lambda: _("a member of the Leadership Council"),
    Audience.SAFE: lambda: _("your coordinator or the safeguarding lead"),
}


@GET_AND_POST
def edit(request):
    profile = own(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=_words(profile))
    if form.is_valid():
        actions.write(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your page is saved. Who sees it has not changed."))
        return redirect("network:my_profile")
    return draw(request, "edit", {"is_first": profile is None}, form)


def _words(profile):
    if profile is None:
        return {}
    return {field: getattr(profile, f"sealed_{field}") for field in actions.FIELDS}


@GET_AND_POST
def visibility(request):
    profile = own(request)
    if profile is None:
        return redirect("network:edit_profile")
    form = VisibilityForm(request.POST if request.method == "POST" else None, opened=profile.opened)
    if form.is_valid():
        actions.open_to(by=request.user, openings=form.openings)
        messages.success(request, _("Saved. Below you see who sees what now."))
        return redirect("network:my_profile")
    return draw(request, "visibility", {"is_new": request.user.is_new}, form)


@require_safe
def view_as(request, audience):
    profile = own(request)
    if audience not in set(VIEW_AS):
        raise Http404
    if profile is None:
        return redirect("network:edit_profile")
    context = {
        "seen": profile.as_seen_from(audience),
        "audience": VIEW_NAMES[Audience(audience)](),
        "audiences": [(a.value, VIEW_NAMES[a]()) for a in VIEW_AS if a != audience],
    }
    return render(request, "network/profiles/view_as.html", context)


@GET_AND_POST
def my_photo(request):
    profile = own(request)
    if profile is None:
        return redirect("network:edit_profile")
    bound = request.method == "POST"
    form = PhotoForm(request.POST, request.FILES) if bound else PhotoForm()
    if form.is_valid() and _keep(request, form):
        messages.success(request, _("Your photo is kept. Only you see it until you open it."))
        return redirect("network:my_profile")
    return draw(request, "photo", {"seen": profile.as_seen_by(request.user)}, form)


def _keep(request, form):
    try:
        actions.keep_photo(by=request.user, picture=form.cleaned_data["photo"])
    except ValidationError as error:
        form.add_error("photo", error)
        return False
    return True


@require_POST
def remove_photo(request):
    actions.remove_photo(by=request.user)
    messages.success(request, _("Your photo is gone."))
    return redirect("network:my_profile")
