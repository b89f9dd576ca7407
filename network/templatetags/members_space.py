"""What every page of the members' space shows around its content."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from network import policy

register = template.Library()

# Address name, words, rule. Slices add their line here; constant words, never a count of anything.
PLACES = [
    ("network:home", _("Start"), policy.may_enter_network),
    ("network:directory", _("Members"), policy.may_enter_network),
    ("network:my_profile", _("My page"), policy.may_enter_network),
    ("network:connections", _("Connections"), policy.may_enter_network),
    ("network:notices", _("What is new"), policy.may_enter_network),
    ("network:safety", _("Safety"), policy.may_enter_network),
    ("network:your_data", _("Your data"), policy.may_enter_network),
    ("network:office", _("Office"), policy.is_officer),
]


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
