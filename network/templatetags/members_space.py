"""What every page of the members' space shows around its content."""

import json

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from network import policy
from network.access import events

register = template.Library()

# Address name, words, rule. Slices add their line here; constant words, never a count of anything.
PLACES = [
    ("network:home", _("Start"), policy.may_enter_network),
    ("network:directory", _("Members"), policy.may_enter_network),
    ("network:my_profile", _("My page"), policy.may_enter_network),
    ("network:safety", _("Safety"), policy.may_enter_network),
    ("account_keys", _("Signing in"), policy.may_enter_network),
    ("network:office", _("Office"), policy.is_officer),
]


@register.filter
def as_json(value):
    """Return a value as JSON for a data- attribute, where it is escaped like any text."""
    return json.dumps(value)


@register.inclusion_tag("network/_navigation.html", takes_context=True)
def members_navigation(context):
    request = context["request"]
    items = []
    for name, title, may in PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if may(request.user):
            items.append({"url": url, "title": title, "current": request.path == url})
    return {"items": items}


@register.inclusion_tag("network/access/_events.html", takes_context=True)
def security_events(context):
    """What changed in the reader's keys; a banner on each page until it is taken away."""
    request = context["request"]
    rows = events.of(request.user)[:5] if request.user.is_authenticated else []
    return {"events": rows}
