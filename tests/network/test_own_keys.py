"""Each person's words are sealed with a key of her own: who destroys it destroys them."""

import pytest

from home.sealing.cipher import Tampered
from network.members.models import MemberKey, User
from network.profiles.models import Profile
from tests.people import make_account

pytestmark = pytest.mark.django_db


def test_without_her_key_nothing_of_a_member_can_be_read_any_more():
    member = make_account(sealed_email="ada@example.org")
    profile = Profile.objects.create(member=member, sealed_pseudonym="Ada", sealed_bio="CANARY")
    copy = list(Profile.objects.filter(pk=profile.pk).values_list("sealed_bio", flat=True))
    MemberKey.objects.filter(member=member).delete()
    with pytest.raises(Tampered):
        User.objects.get(pk=member.pk).sealed_email  # noqa: B018
    with pytest.raises(Tampered):
        Profile.objects.get(pk=profile.pk).sealed_bio  # noqa: B018
    assert "CANARY" not in repr(copy)


def test_her_words_cannot_be_read_in_another_persons_row():
    ada, bea = make_account("ada"), make_account("bea")
    hers = Profile.objects.create(member=ada, sealed_pseudonym="Ada", sealed_bio="mine")
    other = Profile.objects.create(member=bea, sealed_pseudonym="Bea", sealed_bio="other")
    envelope = next(iter(Profile.objects.filter(pk=hers.pk).values_list("sealed_bio", flat=True)))
    Profile.objects.filter(pk=other.pk).update(sealed_bio=envelope)
    with pytest.raises(Tampered):
        Profile.objects.get(pk=other.pk).sealed_bio  # noqa: B018


def test_a_list_of_people_opens_with_one_query(django_assert_num_queries):
    for number in range(5):
        member = make_account(f"member-{number}")
        Profile.objects.create(member=member, sealed_pseudonym=f"Name {number}")
    with django_assert_num_queries(1):
        names = [p.sealed_pseudonym for p in Profile.objects.select_related("member__key")]
    assert sorted(names) == [f"Name {number}" for number in range(5)]
