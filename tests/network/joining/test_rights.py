"""docs/rights.md says about offices what the rules do."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from network import policy
from network.joining.models import JoinRequest, Opinion
from network.matrix import Audience
from network.members.models import User
from tests.network.joining.joining import make_chapter, make_officer, make_officers, make_request
from tests.people import make_account

pytestmark = pytest.mark.django_db


def documented():
    """Return {what: {office: whether}} as the page says."""
    text = (Path(settings.BASE_DIR) / "docs" / "rights.md").read_text()
    section = text.split("## Offices in the members' space")[1].split("\n# ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if re.match(r"\| (?!---)", line)
    ]
    offices = rows[0][1:]
    assert all(set(row[1:]) <= {"yes", "no"} for row in rows[1:])
    return {
        row[0]: dict(zip(offices, (cell == "yes" for cell in row[1:]), strict=True))
        for row in rows[1:]
    }


@pytest.fixture
def rules():
    """Return {what: rule of an account} for everything on the page."""
    people = make_officers()
    fresh = make_request("fresh", chapter=people.kenya)
    elsewhere = make_request("elsewhere", chapter=people.ghana)
    approved = make_request("approved", chapter=people.ghana)
    Opinion.objects.create(request=approved, role="coordinator", is_responsible=True, approves=True)
    homeless = make_request("homeless", chapter=make_chapter("Nobody coordinates"))
    done = make_request("done", chapter=people.kenya)
    done.decided_at = done.asked_at
    done.save()
    near, far = (
        make_account("near", chapter=people.kenya),
        make_account("far", chapter=people.ghana),
    )

    def reads(request):
        return lambda who: JoinRequest.objects.filter(
            policy.requests_before(who), pk=request.pk
        ).exists()

    def first(request):
        return lambda who: (policy.office_before(who, request) or ("", False))[1]

    def stands_safe(member):
        return lambda who: Audience.SAFE in policy.audiences_for(who, member, connected=False)

    return people, {
        "Enter the members' space": policy.may_enter_network,
        "Invite others, once no longer new": policy.may_invite,
        "Open the office": policy.is_officer,
        "Read a request to the own chapter": reads(fresh),
        "Read a request to another chapter": reads(elsewhere),
        "Read a request that the coordinator approved, and second it": lambda who: (
            reads(approved)(who) and policy.office_before(who, approved) is not None
        ),
        "Have the first word on a request to the own chapter": first(fresh),
        "Have the first word on a request without chapter or coordinator": first(homeless),
        "Read a request after its decision, for 30 days": reads(done),
        "Ask to hide a chapter, or confirm it as the second": policy.may_freeze,
        'See what the matrix opens to "safe" of the own chapter': stands_safe(near),
        'See what the matrix opens to "safe" of another chapter': stands_safe(far),
        "Give roles and offices": policy.may_appoint,
    }


@pytest.mark.asvs("8.1.1", "8.2.1")
def test_the_page_about_offices_tells_the_truth(rules):
    people, rule_of = rules
    cast = {
        "Member": make_account("plain"),
        "Council": make_officer("seat", "council"),
        "Moderator": people.moderator,
        "Coordinator": people.coordinator,
        "Safeguarding lead": people.safeguarding,
        "Administrator": make_account("admin", role="administrator"),
    }
    cast = {name: User.objects.get(pk=account.pk) for name, account in cast.items()}
    found = {
        what: {name: bool(rule(account)) for name, account in cast.items()}
        for what, rule in rule_of.items()
    }
    assert found == documented()
