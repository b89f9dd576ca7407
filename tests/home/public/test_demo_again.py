"""The demo may be loaded as often as one likes. (D27)"""

from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page

from home.audit.models import AuditEntry, AuditHead
from tests.home.public.site import addresses

# These tell what was done and grow with every act.
HISTORY = {"Revision", "PageLogEntry", "ModelLogEntry", "DBTaskResult"}


def counts():
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model not in {AuditEntry, AuditHead} and model.__name__ not in HISTORY
    }


def test_loading_the_demo_again_changes_no_count_and_no_address():
    before, places = counts(), addresses()
    seeds = dict(Page.objects.values_list("pk", "url_path"))
    call_command("load_demo", verbosity=0)
    assert counts() == before
    assert addresses() == places
    assert dict(Page.objects.values_list("pk", "url_path")) == seeds


def test_demo_agencies_that_are_invented_say_so(trees):
    from home.help.models import Agency

    for row in Agency.objects.filter(is_demo=True):
        card = trees["/help/"].find(id=row.slug)
        assert "invented for the demonstration" in card.get_text()
