"""Council members who chose to be named in public, by the name they chose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from home.records.models import Record, RecordQuerySet, new_seed


class CouncilMemberQuerySet(RecordQuerySet):
    def public(self):
        """Return who has agreed to be listed; the last word is with the member."""
        return super().public().filter(is_listed=True)


class CouncilMember(Record):
    """A seat on the Leadership Council as the public may see it. Points to no account."""

    display_name = models.CharField(
        _("chosen name"),
        max_length=80,
        help_text=_("The name that she or he wants to be known by."),
    )
    name_changed = models.BooleanField(_("say that the name is changed"), default=True)
    role = models.CharField(_("role"), max_length=80)
    region = models.CharField(
        _("region"), max_length=80, blank=True, help_text=_("As coarse as the member wants.")
    )
    term_from = models.PositiveSmallIntegerField(_("term from"))
    term_to = models.PositiveSmallIntegerField(_("term to"))
    words = models.TextField(_("what she or he works on"), max_length=600)
    is_listed = models.BooleanField(
        _("agreed to be listed in public"),
        default=False,
        help_text=_(
            "Switch this on only when the member has said yes. Off, nobody outside sees it."
        ),
    )
    seed = models.CharField(max_length=32, default=new_seed, editable=False)

    objects = CouncilMemberQuerySet.as_manager()

    panels = [
        FieldPanel("is_listed"),
        FieldRowPanel([FieldPanel("display_name"), FieldPanel("name_changed")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("term_from"), FieldPanel("term_to")]),
        FieldPanel("words"),
    ]
    # Not indexed: a search must not tell that somebody unlisted exists.
    search_fields = []

    class Meta:
        verbose_name = _("council member")
        verbose_name_plural = _("council members")
        ordering = ["term_from", "display_name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(term_to__gte=models.F("term_from")),
                name="council_term_ends_after_it_begins",
                violation_error_message=_("The term must not end before it begins."),
            )
        ]

    def __str__(self):
        return self.display_name
