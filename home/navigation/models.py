"""The main menu, as editors arrange it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.fields import StreamField

from home.records.settings import SiteSetting


class MenuGroup(models.TextChoices):
    NETWORK = "network", _("The network")
    ACT = "act", _("Stories and campaigns")
    CHANGE = "change", _("How change happens")
    KNOW = "know", _("News and questions")


class MenuGroupBlock(blocks.StructBlock):
    group = blocks.ChoiceBlock(label=_("group"), choices=MenuGroup.choices)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("page")), label=_("pages"), min_num=1, max_num=8
    )

    class Meta:
        icon = "list-ul"
        label = _("Group")
        description = _("A group of the main menu with up to eight pages.")
        template = "home/navigation/group_preview.html"
        preview_template = "home/navigation/group_preview.html"


@register_setting(icon="list-ul", order=10)
class MainMenu(SiteSetting):
    """The groups of the main menu; titles come in each language, pages in theirs."""

    groups = StreamField(
        blocks.StreamBlock([("group", MenuGroupBlock())], max_num=4),
        blank=True,
        verbose_name=_("groups"),
        help_text=_("Choose the English pages; other languages show their own where there is one."),
    )

    panels = [FieldPanel("groups")]

    class Meta:
        verbose_name = _("main menu")
