"""What every page says about safety: the exit's target and the crisis banner."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from home.safety.exit import exit_target as find_exit_target
from home.safety.exit import safety_settings

register = template.Library()


@register.simple_tag(takes_context=True)
def exit_target(context):
    """Return the neutral address; a preview of the settings shows its own."""
    if "safety_settings" in context:
        chosen = context["safety_settings"].in_language(get_language(), "exit_url")
        return chosen.text if chosen else settings.EXIT_URL
    request = context.get("request")
    return find_exit_target(request) if request else settings.EXIT_URL


@register.inclusion_tag("home/safety/_crisis_banner.html", takes_context=True)
def crisis_banner(context):
    """Show the crisis banner while it is on."""
    if "safety_settings" in context:
        chosen = context["safety_settings"]
    elif request := context.get("request"):
        chosen = safety_settings(request)
    else:
        return {}
    return {"wording": chosen.crisis(get_language()), "level": chosen.crisis_level}


@register.simple_tag
def local_path(path):
    """Return the public `path` (such as "/help/") in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
