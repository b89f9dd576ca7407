"""Thousands of members at once, to see how fast lists stay."""

from django.contrib.auth.hashers import make_password

from network.members.models import MemberKey, Standing, User
from network.profiles.models import Opening, Profile, SearchWord
from network.profiles.search import words_of

OPENED = {"pseudonym": "mem", "avatar": "mem", "directory": "mem", "country": "mem", "bio": "mem"}
COUNTRIES = ["KE", "GH", "IN", "NP", "MX"]


def make_crowd(number, *, chapter=None):
    """Add members with open profiles; written in bulk, sealed like any other."""
    User.objects.bulk_create(
        User(
            handle=f"crowd-{at}",
            password=make_password(None),
            standing=Standing.MEMBER,
            chapter=chapter,
        )
        for at in range(number)
    )
    people = list(User.objects.filter(handle__startswith="crowd-"))
    MemberKey.objects.bulk_create(MemberKey(member=member) for member in people)
    people = list(User.objects.filter(handle__startswith="crowd-").select_related("key"))
    Profile.objects.bulk_create(
        Profile(
            member=member,
            sealed_pseudonym=f"Name {at}",
            sealed_country=COUNTRIES[at % len(COUNTRIES)],
            sealed_bio="A few words about me, neither long nor short.",
        )
        for at, member in enumerate(people)
    )
    profiles = list(
        Profile.objects.filter(member__handle__startswith="crowd-").select_related("member__key")
    )
    Opening.objects.bulk_create(
        Opening(profile=profile, field=field, audience=audience)
        for profile in profiles
        for field, audience in OPENED.items()
    )
    SearchWord.objects.bulk_create(
        SearchWord(profile=profile, sealed_word=word)
        for profile in profiles
        for word in words_of(profile, {"country"})
    )
    return profiles
