"""An editor writes, previews, schedules, publishes and unpublishes each type of page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, rich_text

from home.cases.explainer import ModelPage
from home.cases.models import CaseStudyIndexPage
from home.history.pages import CentreIndexPage
from home.news.models import NewsIndexPage
from home.pages.models import PublicPage
from home.subjects.pages import CountryIndexPage, IssueIndexPage, ThemeIndexPage

from .making import make_records, page_form, stream

INDEXES = {
    "newspage": NewsIndexPage,
    "casestudypage": CaseStudyIndexPage,
    "centrepage": CentreIndexPage,
    "countrypage": CountryIndexPage,
    "issuepage": IssueIndexPage,
    "themeindexpage": ModelPage,
}


STEP = {
    "part": "1",
    "anchor": "rescue",
    "title": "Rescue",
    "text": rich_text("<p>People come to safety.</p>"),
}


def own_fields(kind, records):
    """Return what a type of page asks for beyond title, opening words and body."""
    by_name = {model._meta.model_name: str(record.pk) for model, record in records.items()}
    return {
        "homepage": {"headline_figures": inline_formset([{"figure": by_name["figure"]}])},
        "newspage": {"date": "2024-05-06"},
        "countrypage": {"country": by_name["country"]},
        "issuepage": {"issue": by_name["issue"]},
        "themeindexpage": {"kind": "pillar"},
        "themepage": {"theme": by_name["theme"]},
        "centrepage": {"founded": "2015", "role": "Training"},
        "modelpage": {"steps": stream(("step", STEP))},
        "casestudypage": {
            "country": by_name["country"],
            "place": "Mombasa",
            "years": "2018",
            "stage": "build",
            "problem": rich_text("<p>Cases were lost.</p>"),
            "approach": rich_text("<p>People were trained.</p>"),
            "result": rich_text("<p>Fewer cases were lost.</p>"),
            "sources": [by_name["source"]],
        },
    }.get(kind, {})


def page_types():
    return sorted(
        (model for model in Page.__subclasses__() + _below(PublicPage) if _is_ours(model)),
        key=lambda model: model.__name__,
    )


def _below(model):
    return [leaf for child in model.__subclasses__() for leaf in [child, *_below(child)]]


def _is_ours(model):
    return model._meta.app_label == "home" and not model._meta.abstract


def add_below(parent, model, **values):
    return parent.add_child(instance=model(title=model.__name__, intro="What this is.", **values))


def parent_of(kind, home):
    if kind == "homepage":
        return home.get_parent()
    if kind == "themepage":
        return add_below(add_below(home, ModelPage), ThemeIndexPage, kind="pillar")
    return add_below(home, INDEXES[kind]) if kind in INDEXES else home


@pytest.mark.parametrize("kind", [model._meta.model_name for model in page_types()])
def test_an_editor_takes_each_type_of_page_from_draft_to_public_and_back(kind, home, desk_of):
    desk, public, records = desk_of("story-editor"), Client(), make_records()
    parent = parent_of(kind, home)
    form = page_form("Our words", "our-words", **own_fields(kind, records))
    add = f"/cms/pages/add/home/{kind}/{parent.pk}/"
    assert "How this page works" in desk.get(add).content.decode()

    assert desk.post(f"{add}preview/", form).json()["is_valid"]
    assert "Our words" in desk.get(f"{add}preview/").content.decode()

    draft = {name: value for name, value in form.items() if name != "action-publish"}
    saved = desk.post(add, draft)
    assert saved.status_code == 302, saved.context["form"].errors
    page = Page.objects.child_of(parent).get(slug="our-words")
    edit = f"/cms/pages/{page.pk}/edit/"
    assert not page.live
    if kind == "homepage":
        # A second tree has no address until an administrator gives it a site.
        desk.post(edit, form)
        page.refresh_from_db()
        assert page.live
        return
    address = page.get_url()
    assert public.get(address).status_code == 404

    at = timezone.now() + timedelta(days=2)
    desk.post(edit, {**form, "go_live_at": f"{at:%Y-%m-%d %H:%M}"})
    call_command("run_scheduled", at=at - timedelta(hours=1), only="publish_scheduled")
    assert public.get(address).status_code == 404
    assert "Our words" in desk.get("/cms/").content.decode()
    call_command("run_scheduled", at=at + timedelta(minutes=1), only="publish_scheduled")
    assert "Our words" in public.get(address).content.decode()

    desk.post(edit, {**form, "title": "Our better words"})
    assert "Our better words" in public.get(address).content.decode()

    desk.post(f"/cms/pages/{page.pk}/unpublish/")
    assert public.get(address).status_code == 404


def test_a_form_with_mistakes_says_what_to_do_and_keeps_every_word(home, desk_of):
    desk = desk_of("story-editor")
    news = add_below(home, NewsIndexPage)
    form = page_form("A long title that took time", "a-title", date="", intro="")
    answer = desk.post(f"/cms/pages/add/home/newspage/{news.pk}/", form)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"date", "intro"}
    assert "A long title that took time" in shown
    assert "Some words." in shown
    assert not Page.objects.child_of(news).exists()


def test_an_officers_page_waits_until_an_editor_has_read_it(home, desk_of):
    officer, editor = desk_of("data-officer"), desk_of("story-editor")
    news = add_below(home, NewsIndexPage)
    form = page_form("From the register", "register", date="2024-05-06")
    del form["action-publish"]
    officer.post(f"/cms/pages/add/home/newspage/{news.pk}/", {**form, "action-submit": "1"})
    page = Page.objects.child_of(news).get().specific
    assert not page.live
    assert "From the register" in editor.get("/cms/").content.decode()
    state = page.current_workflow_task_state.pk
    editor.post(f"/cms/pages/workflow/action/{page.pk}/approve/{state}/")
    assert "From the register" in Client().get(page.get_url()).content.decode()


def test_a_page_can_be_translated_by_a_person_without_a_name(home, desk_of):
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    desk = desk_of("story-editor")
    desk.post(f"/cms/translation/submit/page/{home.pk}/", {"locales": [spanish.pk]})
    copy = home.get_translation(spanish)
    assert desk.get(f"/cms/pages/{copy.pk}/edit/").status_code == 200
    assert not copy.live


@pytest.mark.parametrize("kind", ["countrypage", "issuepage", "themepage"])
def test_a_page_that_cannot_be_copied_says_so(kind, home, desk_of):
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    desk, records = desk_of("story-editor"), make_records()
    parent = parent_of(kind, home)
    form = page_form("Our words", "our-words", **own_fields(kind, records))
    desk.post(f"/cms/pages/add/home/{kind}/{parent.pk}/", form)
    page = Page.objects.child_of(parent).get()
    submit = f"/cms/translation/submit/page/{page.pk}/"
    early = desk.post(submit, {"locales": [spanish.pk]}, follow=True)
    assert "Translate the page above this one first." in early.content.decode()
    for above in parent.get_ancestors(inclusive=True).filter(depth__gt=1):
        desk.post(f"/cms/translation/submit/page/{above.pk}/", {"locales": [spanish.pk]})
    answer = desk.post(submit, {"locales": [spanish.pk]}, follow=True)
    assert "exists once, for all languages" in answer.content.decode()


def test_a_page_is_found_in_the_search_of_the_cms(home, desk_of):
    assert (
        "Front page" in desk_of("story-editor").get("/cms/pages/search/?q=Front").content.decode()
    )
