"""Records, settings and blocks in the CMS: forms, previews, review and use."""

import re

import pytest
from django.test import Client
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import StreamBlock
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.cases.explainer import ModelPage
from home.figures.models import Figure
from home.help.models import Agency
from home.help.pages import HelpPage
from home.navigation.models import MainMenu
from home.pages.models import ContentPage
from home.records.models import Record
from home.safety.models import SafetySettings

from .making import as_posted, make_agency, make_figure, make_records, stream

MODELS = sorted(Record.__subclasses__(), key=lambda model: model.__name__)


def agency_form(**more):
    return as_posted(
        {
            "name": "Kituo cha Sheria",
            "slug": "kituo",
            "summary": "Legal help for women.",
            "hours": "",
            "languages": ["en", "sw"],
            "verified_on": "2026-01-05",
            "channels": inline_formset([{"kind": "phone", "value": "+254 700 000000", "note": ""}]),
            **more,
        }
    )


def library():
    """Return every block that an editor can choose, with the page field that it belongs to."""
    for model, field in ((ContentPage, "body"), (ModelPage, "steps"), (MainMenu, "groups")):
        block = model._meta.get_field(field).stream_block
        for child in block.child_blocks.values():
            yield pytest.param(child, id=f"{field}-{child.name}")


@pytest.mark.parametrize("block", list(library()))
def test_every_block_shows_in_the_picker_what_it_is(block, home, desk_of):
    assert not isinstance(block, StreamBlock)
    make_figure()
    assert block.get_description()
    assert block.is_previewable
    preview = desk_of("story-editor").get(f"/cms/block-preview/?id={block.definition_prefix}")
    words = preview.content.decode()
    assert preview.status_code == 200
    assert 'style="' not in words
    assert "<main" in words
    main = words.partition("<main")[2].partition("</main>")[0]
    assert len(main.replace(" ", "")) > 60, main


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_shows_its_readers_view_before_it_is_saved(model, home, desk_of):
    record = make_records()[model]
    desk = desk_of("administrator")
    address = f"/cms/snippets/home/{model._meta.model_name}"
    form = desk.get(f"{address}/edit/{record.pk}/")
    assert form.status_code == 200
    desk.post(f"{address}/preview/{record.pk}/", form_data_of(form))
    preview = desk.get(f"{address}/preview/{record.pk}/").content.decode()
    assert str(record).split(" (")[0].split(":")[-1].strip() in preview
    assert "&lt;p" not in preview


def form_data_of(response):
    """Return what the browser would send back for the form of a response, unchanged."""
    form = response.context["form"]
    data = {"slug": "x"}
    for bound in form:
        rich = isinstance(bound.field.widget, DraftailRichTextArea)
        data[bound.html_name] = rich_text(bound.value()) if rich else bound.value()
    for formset in form.formsets.values():
        data |= {
            f"{formset.prefix}-TOTAL_FORMS": formset.total_form_count(),
            f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count(),
        }
        for inner in formset.forms:
            for bound in inner:
                data[bound.html_name] = bound.value()
    return {
        name: [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
        for name, value in data.items()
        if value is not None and value is not False
    }


def test_an_agency_is_public_only_when_the_council_has_read_the_change(home, desk_of):
    home.add_child(instance=HelpPage(title="Help", intro="Places to turn to.", slug="help"))
    agency = make_agency(name="Kituo")
    editor, reviewer = desk_of("data-officer"), desk_of("council-reviewer")
    edit = f"/cms/snippets/home/agency/edit/{agency.pk}/"
    editor.post(edit, agency_form(**{"action-publish": "1"}))
    assert "Kituo cha Sheria" not in Client().get("/help/").content.decode()

    editor.post(edit, agency_form(**{"action-submit": "1"}))
    agency.refresh_from_db()
    assert agency.current_workflow_task.name == "The council reads"
    assert "Kituo cha Sheria" in reviewer.get("/cms/").content.decode()
    assert reviewer.get(edit).status_code == 200
    state = agency.current_workflow_task_state.pk
    reviewer.post(f"/cms/snippets/home/agency/workflow/action/{agency.pk}/approve/{state}/")
    assert "Kituo cha Sheria" in Client().get("/help/").content.decode()


def test_languages_of_an_agency_are_ticked_not_typed(home, desk_of):
    agency = make_agency(languages=["en", "quc"])
    editor = desk_of("story-editor")
    edit = f"/cms/snippets/home/agency/edit/{agency.pk}/"
    assert 'type="checkbox" name="languages" value="quc"' in editor.get(edit).content.decode()
    editor.post(edit, agency_form(languages=["fr", "sw"]))
    assert Agency.objects.get().get_latest_revision_as_object().languages == ["fr", "sw"]
    refused = editor.post(edit, agency_form(languages=[], **{"action-submit": "1"}))
    assert "Tick at least one language." in refused.content.decode()
    assert "Legal help for women." in refused.content.decode()


def test_the_use_of_a_figure_lists_the_pages_that_show_it(home, desk_of):
    figure = make_figure()
    page = home.add_child(instance=ContentPage(title="Numbers", intro="What we count."))
    page.body = [("figures", {"figures": [figure]})]
    page.save_revision().publish()
    used = desk_of("data-officer").get(f"/cms/snippets/home/figure/usage/{figure.pk}/")
    assert "Numbers" in used.content.decode()


def test_a_changed_figure_is_new_on_every_page_at_once(home, desk_of):
    figure = make_figure()
    page = home.add_child(instance=ContentPage(title="Numbers", intro="What we count."))
    page.body = [("figures", {"figures": [figure]})]
    page.save_revision().publish()
    desk = desk_of("data-officer")
    edit = f"/cms/snippets/home/figure/edit/{figure.pk}/"
    form = form_data_of(desk.get(edit)) | {"value": "5123", "action-publish": "1"}
    assert desk.post(edit, form).status_code == 302
    assert Figure.objects.get().value == 5123
    assert "5,123" in Client().get(page.get_url()).content.decode()


def test_the_menu_is_the_editors_and_the_safety_settings_are_the_administrators(home, desk_of):
    site = Site.objects.get(is_default_site=True)
    for role, menu, safety in (
        ("story-editor", 200, 302),
        ("data-officer", 302, 302),
        ("administrator", 200, 200),
    ):
        desk = desk_of(role)
        assert desk.get(f"/cms/settings/home/mainmenu/{site.pk}/").status_code == menu
        assert desk.get(f"/cms/settings/home/safetysettings/{site.pk}/").status_code == safety


def test_safety_settings_are_seen_before_they_are_saved(home, desk_of):
    site = Site.objects.get(is_default_site=True)
    desk = desk_of("administrator")
    wording = {"language": "en", "exit_url": "https://weather.example.org/", "crisis_text": ""}
    form = nested_form_data(
        {
            "languages": streamfield([("language", wording)]),
            "crisis_level": "off",
            "contact_email": "hello@example.org",
        }
    )
    edit = f"/cms/settings/home/safetysettings/{site.pk}/"
    address = re.search(r'data-w-preview-url-value="([^"]+)"', desk.get(edit).content.decode())[1]
    desk.post(address, form)
    assert "hello@example.org" in desk.get(address).content.decode()
    assert not SafetySettings.objects.exists()


def test_the_menus_form_opens_with_its_groups(home, desk_of):
    site = Site.objects.get(is_default_site=True)
    desk = desk_of("story-editor")
    group = {"group": "network", "pages": streamfield([])}
    answer = desk.post(
        f"/cms/settings/home/mainmenu/{site.pk}/",
        nested_form_data({"groups": stream(("group", group))}),
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
