"""Every address below /cms/, walked from the URL configuration, filled in with a small world."""

import fnmatch
import re
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Site, Workflow

from tests.cms.making import make_records
from tests.home.hostile_files import make_pdf

RIGHTS = Path(__file__).resolve().parent.parent.parent / "docs" / "rights.md"
ROLES = ("story-editor", "advocacy-editor", "data-officer", "council-reviewer", "administrator")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def walk(patterns=None, prefix=""):
    """Yield every address of the site as it is written in the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from walk(pattern.url_patterns, address)


def cms_addresses():
    return sorted({address for address in walk() if address.startswith("cms/")})


def table():
    """Return the table of docs/rights.md: (pattern, {role: answer}) in its order."""
    rows = [line for line in RIGHTS.read_text().splitlines() if line.startswith("| `cms/")]
    for row in rows:
        pattern, *answers = (cell.strip() for cell in row.strip("|").split("|"))
        yield pattern.strip("`"), dict(zip(ROLES, answers, strict=True))


def documented(address):
    """Return the first row that covers the address, or None."""
    for pattern, answers in table():
        if fnmatch.fnmatchcase(address, pattern.replace("[", "[[]")):
            return pattern, answers
    return None


class World:
    """One object of each kind, so that addresses lead somewhere."""

    def __init__(self):
        home = Site.objects.get(is_default_site=True).root_page
        page = home.add_child(instance=Page(title="A page", slug="a-page"))
        revision = page.save_revision()
        collection = Collection.get_first_root_node().add_child(name="A collection")
        workflow = Workflow.objects.create(name="A workflow")
        task = GroupApprovalTask.objects.create(name="A task")
        group = Group.objects.create(name="A group")
        redirect = Redirect.objects.create(old_path="/old", redirect_link="/")
        query = Query.get("words")
        image = get_image_model().objects.create(
            title="An image", file=get_test_image_file(), is_decorative=True
        )
        document = get_document_model().objects.create(
            title="A document", file=ContentFile(make_pdf(), name="a.pdf")
        )
        self.fixed = {
            "page_id": page.pk,
            "page_pk": page.pk,
            "page_to_move_id": page.pk,
            "parent_page_id": home.pk,
            "destination_id": home.pk,
            "collection_id": collection.pk,
            "revision_id": revision.pk,
            "workflow_pk": workflow.pk,
            "task_id": task.pk,
            "redirect_id": redirect.pk,
            "query_id": query.pk,
            "image_id": image.pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "filter_spec": "original",
            "app_label": "wagtailcore",
            "app_name": "wagtailcore",
            "model_name": "page",
            "content_type_app_name": "network",
            "content_type_model_name": "memberspage",
            "action": "delete",
            "action_name": "copy",
            "object_id": page.pk,
        }
        self.pk_below = {
            "cms/api/main/^pages/": page.pk,
            "cms/api/main/^images/": image.pk,
            "cms/api/main/^documents/": document.pk,
            "cms/collections/": collection.pk,
            "cms/workflows/tasks/": task.pk,
            "cms/workflows/": workflow.pk,
            "cms/groups/": group.pk,
            "cms/images/": image.pk,
            "cms/documents/": document.pk,
            "cms/locales/": Locale.get_default().pk,
        }
        self.revisions = {}
        for model, record in make_records().items():
            below = f"cms/snippets/home/{model._meta.model_name}/"
            self.pk_below[below] = record.pk
            if hasattr(record, "save_revision"):
                self.revisions[below] = record.save_revision().pk

    def path(self, address):
        """Return a path that matches the address; what is not in this world gets the number 1."""
        below = [pk for prefix, pk in self.pk_below.items() if address.startswith(prefix)]
        values = {**self.fixed, "pk": below[0] if below else 1}
        for prefix, revision in self.revisions.items():
            if address.startswith(prefix):
                values["revision_id"] = revision
        address = re.sub(r"\(\?P<pk>\.\+\)", str(values["pk"]), address)
        address = re.sub(r"\(\?P<pk>\\d\+\)", str(values["page_id"]), address)
        address = re.sub(r"\(\?P<revision_id_\w>[^)]*\)", str(values["revision_id"]), address)
        path = PARAMETER.sub(lambda match: str(values.get(match[1], 1)), address)
        path = path.replace(r"\.", ".").replace("^.*/$", "no-such-page/")
        path = "/" + path.replace("^", "").replace("$", "")
        return f"{path}?id={values['page_id']}" if path.startswith("/cms/bulk/") else path


def answer(response):
    """Say in one word what a person meets: opens, refused, absent or sign-in."""
    if response.status_code == 404:
        return "absent"
    if response.status_code == 403:
        return "refused"
    if response.status_code == 302:
        place = response["Location"].partition("?")[0]
        return {"/account/login/": "sign-in", "/cms/": "refused"}.get(place, "opens")
    return "opens" if response.status_code in {200, 400, 405} else str(response.status_code)
