"""What happened when."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from home.records.models import AboutSubjects, Dated, Record


class MilestoneKind(models.TextChoices):
    NETWORK = "network", _("The network")
    PROGRAMME = "programme", _("Programme")
    LAW = "law", _("Law and policy")
    CONVICTION = "conviction", _("Court decision")
    CENTRE = "centre", _("Centre")
    CHAPTER = "chapter", _("Chapter")
    STATEMENT = "statement", _("Statement")
    RESEARCH = "research", _("Research")


class Milestone(AboutSubjects, Dated, Record):
    """A dated step, shown on the timeline and on the pages of its subjects."""

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=MilestoneKind)
    source = models.ForeignKey(
        "home.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("source"),
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("precision")]),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("text"),
        FieldPanel("kind"),
        FieldPanel("source"),
        *AboutSubjects.subject_panels,
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("text"),
    ]

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["date", "title"]

    def __str__(self):
        return f"{self.date.year}: {self.title}"
