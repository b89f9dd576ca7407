"""What the slices below learn of chosen names: how to call people, and whom a name means."""

from django.urls import reverse

from network.connections import matching
from network.members.people import Person, shown_by
from network.profiles.models import Profile


@shown_by
def chosen_names(viewer, members, introduced):
    """Return {member.pk: Person} for those whose page `viewer` sees, and who showed her their name."""
    profiles = Profile.objects.filter(member__in=[member.pk for member in members])
    owners = dict(profiles.values_list("public_id", "member"))
    shown = {
        profile.member_id: Person(name=profile.sealed_pseudonym)
        for profile in profiles.filter(member__in=introduced).select_related("member__key")
    }
    for seen in profiles.seen_by(viewer):
        pk = owners[seen.public_id]
        name = seen.pseudonym or (shown[pk].name if pk in shown else seen.name)
        shown[pk] = Person(name=name, url=_page(seen))
    return shown


def _page(seen):
    return reverse("network:profile", args=[seen.public_id])


def _names(member):
    profiles = Profile.objects.filter(member=member).select_related("member__key")
    return [profile.sealed_pseudonym for profile in profiles]


matching.register(
    find=lambda text: Profile.objects.filter(pseudonym_index=text).values_list("member", flat=True),
    texts=_names,
)
