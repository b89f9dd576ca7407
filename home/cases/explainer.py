"""The explainer of the justice system transformation model."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.pages.blocks import TEXT_FEATURES
from home.pages.models import PublicPage, guided
from home.subjects.models import Theme, ThemeKind


class StepBlock(blocks.StructBlock):
    part = blocks.ChoiceBlock(
        label=_("part"), choices=[("1", _("Part 1: people")), ("2", _("Part 2: the system"))]
    )
    anchor = blocks.RegexBlock(label=_("address"), regex=r"^[a-z-]{2,20}\Z")
    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "order"
        label = _("Step")
        description = _("One step of the model, with an address of its own.")
        template = "home/cases/step.html"
        preview_value = {
            "part": "1",
            "anchor": "rescue",
            "title": "Rescue",
            "text": "<p>People come to safety, and they decide what safety means.</p>",
        }


class ModelPage(PublicPage):
    """How change happens, step by step."""

    steps = StreamField(
        blocks.StreamBlock([("step", StepBlock())], min_num=1, max_num=8), verbose_name=_("steps")
    )

    content_panels = guided(
        _("The cards of actors and gaps come from “Parts of the model” under Snippets."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("content_note"),
        FieldPanel("steps"),
        FieldPanel("body"),
    )
    template = "home/cases/model.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ThemeIndexPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("explainer of the model")

    def get_context(self, request, *args, **kwargs):
        themes = list(
            Theme.objects.public().order_by("order", "title").select_related("page__locale")
        )
        return super().get_context(request, *args, **kwargs) | {
            "parts": [
                {"title": title, "steps": [s for s in self.steps if s.value["part"] == part]}
                for part, title in (("1", _("Part 1: people")), ("2", _("Part 2: the system")))
            ],
            **{
                f"{kind.value}s": [theme for theme in themes if theme.kind == kind]
                for kind in ThemeKind
            },
        }
