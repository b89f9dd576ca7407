"""The content notes that an author can put before a message, and a reader can keep closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentNote(models.TextChoices):
    VIOLENCE = "violence", _("violence")
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    POLICE_VIOLENCE = "police-violence", _("violence by police")
    CAPTIVITY = "captivity", _("captivity")
    FORCED_WORK = "forced-work", _("forced work")
    SELF_HARM = "self-harm", _("self-harm")
    DEATH = "death", _("death")
    CHILDREN = "children", _("harm to children")
    HEALTH = "health", _("illness and treatment")
    SUBSTANCES = "substances", _("alcohol and drugs")


def labels(slugs):
    """Return the words for these notes in the order of the list; unknown ones are left out."""
    wanted = set(slugs)
    return [note.label for note in ContentNote if note.value in wanted]
