"""Readers meet the whole site in their own language, and its direction."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from home.navigation.models import MainMenu
from home.pages.models import ContentPage, HomePage

CATALOGUES = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))
# The frame of every page, as English readers see it.
ENGLISH = {
    "Footer",
    "Get help",
    "Get help now",
    "Global Survivor Network",
    "How to stay safer",
    "Language",
    "Leave this site",
    "Leaving does not clear",
    "Loading",
    "Main",
    "Menu",
    "Newsletter",
    "Press Shift",
    "Privacy",
    "Safety",
    "Sign in",
    "Skip to the text",
    "survivors of violence who lead",
    "This site sets no cookies",
    "You do not have to face this alone",
}
# The bar is on every page; account pages say nothing about whose site this is.
BAR = {
    "Salir de este sitio",
    "Pide ayuda ahora",
    "Ir al texto",
    "Pulsa Mayús (Shift) dos veces más para salir de este sitio.",
}
FRAME = BAR | {
    "Red Global de Sobrevivientes",
    "Salir no borra el historial de tu navegador.",
    "No tienes que pasar por esto a solas",
    "Cómo cuidarte aquí",
    "Boletín",
}


def words_of(command, *arguments):
    """Return what a gettext command says, on both of its channels."""
    run = subprocess.run(
        [command, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return run.stdout + run.stderr


def entries_of(compiled):
    """Return the readable entries of a compiled catalogue, without their dates."""
    return [line for line in words_of("msgunfmt", compiled).splitlines() if "-Date: " not in line]


def test_every_language_but_english_has_a_catalogue():
    assert {path.parts[-3] for path in CATALOGUES} == {
        code for code, _name in settings.LANGUAGES
    } - {"en"}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_text_is_left_untranslated_or_half_sure(catalogue, tmp_path):
    summary = words_of(
        "msgfmt", "--check", "--statistics", "-o", tmp_path / "compiled.mo", catalogue
    )
    assert re.fullmatch(r"\d+ translated messages?\.\n", summary), summary


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_readers_see_the_newest_translations(catalogue, tmp_path):
    fresh, shipped = tmp_path / "compiled.mo", catalogue.with_suffix(".mo")
    words_of("msgfmt", "-o", fresh, catalogue)
    assert entries_of(shipped) == entries_of(fresh), f"run: msgfmt -o {shipped} {catalogue}"


@pytest.fixture
def tree(db):
    """A front page and "about" in both languages, and "principles" in English alone."""
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Hearth", slug="hearth", intro="Warm.")
    )
    Site.objects.update(root_page=home)
    about = home.add_child(instance=ContentPage(title="Loom", slug="about", intro="Threads."))
    knots = home.add_child(instance=ContentPage(title="Knots", slug="principles", intro="Six."))
    MainMenu.objects.create(
        site=Site.objects.get(), groups=[("group", {"group": "network", "pages": [about, knots]})]
    )
    for page, title, slug in ((home, "Hogar", "hogar"), (about, "Telar", "about")):
        translation = page.copy_for_translation(spanish)
        translation.title, translation.slug, translation.intro = title, slug, "Hilos."
        translation.save_revision().publish()


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def visible(html):
    """Return what people see, hear or are told by a script: text, labels and titles."""
    without_code = re.sub(r"(?s)(<(script|style|svg)\b[^>]*>).*?</\2>", r"\1", html)
    spoken = re.findall(r'(?:aria-label|content|title|data-[a-z0-9]+)="([^"]*)"', without_code)
    return " ".join([re.sub(r"<[^>]*>", " ", without_code), *spoken])


def english_in(html):
    return {word for word in ENGLISH if re.search(rf"\b{re.escape(word)}\b", visible(html))}


@pytest.mark.parametrize(
    ("address", "language"),
    [("/", "en"), ("/about/", "en"), ("/es/", "es"), ("/es/about/", "es"), ("/es/search/", "es")],
)
def test_a_page_says_its_language_and_direction(client, tree, address, language):
    assert f'<html lang="{language}" dir="ltr">' in read(client, address)


def test_a_page_in_two_languages_offers_both(client, tree):
    assert '<a href="/es/about/" lang="es" hreflang="es">Español</a>' in read(client, "/about/")
    assert '<a href="/about/" lang="en" hreflang="en">English</a>' in read(client, "/es/about/")


def test_a_page_without_a_spanish_version_offers_none(client, tree):
    html = read(client, "/principles/")
    assert "Knots" in html
    assert 'hreflang="es"' not in html
    assert "/es/principles/" not in html


def test_an_english_page_in_the_spanish_menu_is_marked_as_english(client, tree):
    html = read(client, "/es/about/")
    assert re.search(r'<a href="/principles/" lang="en"[^>]*>Knots</a>', html)
    assert re.search(r'<a href="/es/about/"[^>]*>Telar</a>', html)


def test_a_spanish_search_finds_spanish_pages(client, tree):
    html = read(client, "/es/search/?q=telar")
    assert '<a href="/es/about/">Telar</a>' in html


@pytest.mark.parametrize("address", ["/es/", "/es/about/", "/es/search/", "/es/newsletter/"])
def test_a_spanish_page_has_a_spanish_frame(client, tree, address):
    html = read(client, address)
    missing = {words for words in FRAME if words not in visible(html)}
    assert not missing
    assert not english_in(html)
    assert 'href="/es/leave/"' in html
    assert 'href="/es/help/"' in html


def test_english_words_are_found_where_they_are(client, tree):
    assert english_in(read(client, "/about/")) >= ENGLISH - {"Sign in"}


def test_a_spanish_reader_signs_in_in_spanish(client, tree):
    html = read(client, "/es/account/login/")
    for words in BAR | {"Nombre de acceso", "Frase de acceso", "Entrar"}:
        assert words in visible(html)
    assert not english_in(html)


def test_a_wrong_passphrase_is_explained_in_spanish(client, tree):
    response = client.post("/es/account/login/", {"login": "quiet-river", "password": "wrong"})
    assert "no son correctos" in response.content.decode()


def test_a_right_to_left_language_turns_the_page(rf, settings, tree):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    with override("ar"):
        html = render_to_string("base.html", request=rf.get("/"))
    assert '<html lang="ar" dir="rtl">' in html
