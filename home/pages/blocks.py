"""The library of blocks that editors write pages with."""

from django.utils.functional import lazy
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


def preview_figure():
    """Return the first figure of the register for the preview of a block, or None."""
    from home.figures.models import Figure

    return Figure.objects.public().select_related("source").first()


def preview_figures():
    from home.figures.models import Figure

    return list(Figure.objects.public().select_related("source")[:3])


def preview_questions():
    from home.questions.models import Question

    return list(Question.objects.public()[:2])


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Begins a part of the page and gives it an address of its own.")
        template = "home/blocks/heading.html"
        preview_value = lazy(lambda: _now("What we ask for"), str)()
        group = _("Text")

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"anchor": slugify(value)}


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "home/blocks/text.html"
        preview_value = "<p>Every chapter decides for itself how it meets.</p>"
        group = _("Text")


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short note set apart from the text.")
        template = "home/blocks/callout.html"
        preview_value = {
            "title": "You decide",
            "text": "<p>Nothing is shown before you have said yes.</p>",
        }
        group = _("Text")


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("words"), max_length=400)
    name = blocks.CharBlock(label=_("name"), max_length=80)
    office = blocks.CharBlock(
        label=_("office"),
        max_length=120,
        help_text=_(
            "An official's quote needs a name and an office. For survivors' words use a story."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote from an official")
        description = _("Words of a duty bearer, with name and office. Never of a survivor.")
        template = "home/blocks/quote.html"
        preview_value = {
            "words": "We ask survivors before we write the rule.",
            "name": "A. Example",
            "office": "Head of a district court (invented)",
        }
        group = _("Text")


class StatementsBlock(blocks.StructBlock):
    statements = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("anchor", blocks.RegexBlock(label=_("address"), regex=r"^[a-z0-9-]{2,40}\Z")),
                ("title", blocks.CharBlock(label=_("title"), max_length=80)),
                ("text", blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)),
            ]
        ),
        label=_("statements"),
        min_num=1,
        max_num=20,
    )

    class Meta:
        icon = "list-ol"
        label = _("Numbered statements")
        description = _("Principles or demands, each with a number and a lasting address.")
        template = "home/blocks/statements.html"
        preview_value = {
            "statements": [
                {
                    "anchor": "listen",
                    "title": "Listen first",
                    "text": "<p>Lived experience leads.</p>",
                }
            ]
        }
        group = _("Text")


class DetailsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("what opens it"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Text that opens")
        description = _("Closed until the reader chooses to open it.")
        template = "home/blocks/details.html"
        preview_value = {"title": "On a shared phone", "text": "<p>Use a private window.</p>"}
        group = _("Text")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A drawing or a picture without people; its description comes with it.")
        template = "home/blocks/picture.html"
        preview_template = "home/blocks/picture_preview.html"
        group = _("Pictures and numbers")


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(
        SnippetChooserBlock("home.Figure", label=_("figure")),
        label=_("figures"),
        min_num=1,
        max_num=6,
    )

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Figures from the register, each with its date and source.")
        template = "home/blocks/figures.html"
        group = _("Pictures and numbers")

    def get_preview_value(self):
        return self.normalize({"figures": preview_figures()})


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=80)
    links = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("page", blocks.PageChooserBlock(label=_("page"))),
                ("text", blocks.CharBlock(label=_("why go there"), max_length=160, required=False)),
            ]
        ),
        label=_("links"),
        min_num=1,
        max_num=8,
    )

    class Meta:
        icon = "link"
        label = _("Ways on")
        description = _("Up to eight pages to go to next.")
        template = "home/blocks/links.html"
        preview_template = "home/blocks/links_preview.html"
        group = _("Ways on")


class QuestionsBlock(blocks.StructBlock):
    questions = blocks.ListBlock(
        SnippetChooserBlock("home.Question", label=_("question")),
        label=_("questions"),
        min_num=1,
        max_num=8,
    )

    class Meta:
        icon = "help"
        label = _("Questions")
        description = _("Questions from the questions page, with their answers.")
        template = "home/blocks/questions.html"
        group = _("Ways on")

    def get_preview_value(self):
        return self.normalize({"questions": preview_questions()})


class DocumentsBlock(blocks.StructBlock):
    documents = blocks.ListBlock(
        DocumentChooserBlock(label=_("document")), label=_("documents"), min_num=1, max_num=10
    )

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        description = _("Files to download, with their size.")
        template = "home/blocks/documents.html"
        preview_template = "home/blocks/documents_preview.html"
        group = _("Ways on")


class BodyBlock(blocks.StreamBlock):
    """What a page's body may hold."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=[*TEXT_FEATURES, "h3", "document-link"])
    callout = CalloutBlock()
    quote = QuoteBlock()
    statements = StatementsBlock()
    details = DetailsBlock()
    picture = PictureBlock()
    figures = FiguresBlock()
    links = LinksBlock()
    questions = QuestionsBlock()
    documents = DocumentsBlock()

    class Meta:
        block_counts = {"statements": {"max_num": 1}, "documents": {"max_num": 3}}
        max_num = 60
