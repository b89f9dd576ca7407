"""Staff see on which pages people meet an agency before they change it."""

import pytest

from home.help.models import Agency
from network.members.models import User
from tests.home.public.site import page_at


def test_the_usage_of_an_agency_lists_the_pages_that_show_it(client):
    agency = Agency.objects.filter(countries__code="KE").exclude(issues=None).first()
    client.force_login(User.objects.get(handle="admin"))
    answer = client.get(f"/cms/snippets/home/agency/usage/{agency.pk}/")
    listed = {page.pk for page in answer.context["object_list"]}
    shown = [page_at("/help/"), page_at("/countries/kenya/")]
    shown += [issue.page.page_ptr for issue in agency.issues.all()]
    assert {page.pk for page in shown} <= listed
    assert page_at("/countries/bolivia/").pk not in listed
    assert "/countries/bolivia/" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/countries/kenya/", "/help/"])
def test_an_unpublished_page_is_not_listed(client, address):
    agency = Agency.objects.filter(countries__code="KE").first()
    page_at(address).unpublish()
    client.force_login(User.objects.get(handle="admin"))
    answer = client.get(f"/cms/snippets/home/agency/usage/{agency.pk}/")
    assert page_at(address).pk not in {page.pk for page in answer.context["object_list"]}
