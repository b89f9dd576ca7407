"""What every page of the members' space shows around its content, and how its links lead out."""

import json

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network import policy
from network.access import events, lock
from network.access.outbound import make_token
from network.access.places import url_of

register = template.Library()

# Address name, words, rule. Slices add their line here; constant words, never a count of anything.
PLACES = [
    ("network:home", _("Start"), policy.may_enter_network),
    ("network:rooms", _("Rooms"), policy.may_enter_network),
    ("network:directory", _("Members"), policy.may_enter_network),
    ("network:my_profile", _("My page"), policy.may_enter_network),
    ("network:connections", _("Connections"), policy.may_enter_network),
    ("network:notices", _("What is new"), policy.may_enter_network),
    ("network:invitations", _("Invitations"), policy.may_invite),
    ("network:safety", _("Safety"), policy.may_enter_network),
    ("network:your_data", _("Your data"), policy.may_enter_network),
    ("network:office", _("Office"), policy.is_officer),
]
# Without a script the page asks for itself after the server has locked it, not just before.
GRACE = 5


@register.filter
def as_json(value):
    """Return a value as JSON for a data- attribute, where it is escaped like any text."""
    return json.dumps(value)


@register.inclusion_tag("network/access/_events.html", takes_context=True)
def security_events(context):
    """What changed in the reader's keys; a banner on each page until it is taken away."""
    request = context["request"]
    rows = events.of(request.user)[:5] if request.user.is_authenticated else []
    return {"events": rows}


@register.simple_tag(takes_context=True)
def members_shell(context):
    """Return what stands around a page: places to go, whether there is a session to lock, and when."""
    request = context.get("request")
    if request is None:
        return {}
    if not hasattr(request, "members_shell"):
        request.members_shell = _shell(request)
    return request.members_shell


def _shell(request):
    account = request.user
    if not account.is_authenticated or lock.is_locked(request.session):
        return {}
    idle, _absolute = lock.limits_of(account)
    places = [
        {"url": url, "title": title, "current": request.path == url}
        for name, title, may in PLACES
        if (url := url_of(name)) and may(account)
    ]
    return {
        "is_awake": True,
        "idle": idle,
        "idle_without_script": idle + GRACE,
        "places": places,
    }


@register.filter
def outbound(address):
    """Return the path of the page that stands before another site; empty for what is no web address."""
    try:
        return reverse("network:out", args=[make_token(address)])
    except ValueError:
        return ""


@register.simple_tag(name="outbound")
def outbound_tag(address):
    return outbound(address)
