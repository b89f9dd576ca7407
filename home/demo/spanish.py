"""The demo's pages in Spanish."""

from wagtail.models import Locale

from home.figures.models import Figure

from .markup import Markup
from .parts import headline_figures, statements
from .records import read


class Spanish:
    """The pages that exist in Spanish: translations of the English ones."""

    def __init__(self, home, tops):
        self.originals = {"home": home, **tops}
        self.locale, _created = Locale.objects.get_or_create(language_code="es")
        self.content = read("pages_es")

    def load(self):
        self.figures()
        for row in self.content["page"]:
            self.page(row)

    def figures(self):
        for row in self.content["figure"]:
            original = Figure.objects.get(slug=row["slug"], locale=Locale.get_default())
            figure = original.get_translation_or_none(self.locale)
            if figure is None:
                figure = original.copy_for_translation(self.locale)
            figure.label, figure.note, figure.place = row["label"], "", row.get("place", "")
            figure.save()

    def page(self, row):
        original = self.originals[row["slug"]]
        page = original.get_translation_or_none(self.locale)
        if page is None:
            page = original.copy_for_translation(self.locale)
        page.title = row["title"]
        # The same short addresses as in English, so that a reader can change one word.
        page.slug = "home-es" if row["slug"] == "home" else row["slug"]
        page.intro = row["intro"].strip()
        page.search_description = row["description"]
        page.body = Markup().blocks(row["body"])
        if row["slug"] == "principles":
            page.body = [
                *Markup().blocks(row["body"]),
                statements(Markup(), self.content["principle"]),
            ]
        if row["slug"] == "home":
            page.headline_figures = headline_figures(self.locale)
        page.save_revision().publish()
