"""Questions that people ask, with answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from home.records.models import AboutSubjects, Record


class QuestionGroup(models.TextChoices):
    NETWORK = "network", _("The network")
    WORK = "work", _("The work")
    EVIDENCE = "evidence", _("Evidence")
    SAFETY = "safety", _("Joining and safety")


class Question(AboutSubjects, Record):
    """A question and its answer, each with its own address on the questions page."""

    group = models.CharField(_("group"), max_length=10, choices=QuestionGroup)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    question = models.CharField(_("question"), max_length=160)
    answer = RichTextField(_("answer"), features=["bold", "italic", "link", "ol", "ul"])
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sources = models.ManyToManyField("home.Source", blank=True, verbose_name=_("sources"))
    helped = models.PositiveIntegerField(default=0, editable=False)
    did_not_help = models.PositiveIntegerField(default=0, editable=False)

    panels = [
        FieldPanel("group"),
        FieldPanel("question"),
        FieldPanel("slug"),
        FieldPanel("answer"),
        FieldPanel("order"),
        FieldPanel("sources"),
        *AboutSubjects.subject_panels,
    ]
    search_fields = [
        index.SearchField("question", boost=3),
        index.AutocompleteField("question"),
        index.SearchField("answer"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["group", "order", "question"]

    def __str__(self):
        return self.question
