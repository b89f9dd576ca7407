"""What a member chooses from when she describes herself."""

from django.db.models import TextChoices
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from home.help.languages import OUR_OWN


class Experience(TextChoices):
    """What somebody lived through, in her own choice of words; never a filter anywhere."""

    TRAFFICKING = "trafficking", _("Trafficking")
    BONDED_LABOUR = "bonded_labour", _("Bonded labour")
    DOMESTIC_SERVITUDE = "domestic_servitude", _("Work in a household without freedom")
    FORCED_MARRIAGE = "forced_marriage", _("Forced marriage")
    GENDER_BASED_VIOLENCE = "gender_based_violence", _("Gender-based violence")
    VIOLENCE_AT_HOME = "violence_at_home", _("Violence at home")
    VIOLENCE_AS_CHILD = "violence_as_child", _("Violence in childhood")
    POLICE_ABUSE = "police_abuse", _("Abuse of power by the police")
    OTHER = "other", _("Something else")


def language_name(code):
    """Return a language's name in the reader's language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(OUR_OWN.get(code, code.upper()))


def country_name(code):
    """Return a country's name in the reader's language."""
    return str(countries.name(code))


def experience_name(value):
    """Return the words for one experience."""
    return str(Experience(value).label)
