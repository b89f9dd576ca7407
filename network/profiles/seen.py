"""What one viewer sees of one profile: the only form in which a profile leaves its slice."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from network import policy
from network.matrix import Audience
from network.profiles.choices import country_name, experience_name, language_name

# What a viewer of one audience stands in at the least: everybody is an approved member.
VIEW_AS = {
    Audience.MEMBERS: {Audience.MEMBERS},
    Audience.CHAPTER: {Audience.MEMBERS, Audience.CHAPTER},
    Audience.CONNECTIONS: {Audience.MEMBERS, Audience.CONNECTIONS},
    Audience.COUNCIL: {Audience.MEMBERS, Audience.COUNCIL},
    Audience.SAFE: {Audience.MEMBERS, Audience.SAFE},
}


@dataclass(frozen=True, slots=True)
class SeenProfile:
    """Plain words for one viewer. None and () mean "not for you" and "empty" alike."""

    public_id: str
    pseudonym: str | None = None
    country: str | None = None
    chapter: str | None = None
    languages: tuple[str, ...] = ()
    pronouns: str | None = None
    bio: str | None = None
    experience: tuple[str, ...] = ()
    skills: str | None = None
    # The seed of the woven pattern.
    avatar: str | None = None
    photo: bool = False
    # Whether the viewer's directory lists her.
    directory: bool = False

    @property
    def name(self):
        """What to call this person in a sentence or a list."""
        return self.pseudonym or _("A member")

    @property
    def lines(self):
        """Return (label, text) for the facts of the page that there are."""
        found = [
            (_("Country"), self.country),
            (_("Chapter"), self.chapter),
            (_("Languages"), ", ".join(self.languages)),
            (_("What I offer"), self.skills),
            (_("Experience"), ", ".join(self.experience)),
        ]
        return [(label, text) for label, text in found if text]

    @property
    def summary(self):
        """Return the short line below the name in a list."""
        return " · ".join(filter(None, [self.pronouns, self.country, ", ".join(self.languages)]))


def seen_by(viewer, profiles):
    """Return what `viewer` sees of a list of profiles, found with `visible_to` and fetched `whole`."""
    connected = _connected(viewer, profiles)
    chapters = _known_chapters(viewer, profiles)
    return [
        _seen(
            profile,
            policy.audiences_for(viewer, profile.member, connected=profile.member_id in connected),
            knows_chapter=profile.member.chapter_id in chapters,
        )
        for profile in profiles
    ]


def seen_as(audience, profile):
    """Return what a viewer of one audience (a key of VIEW_AS) sees, or None; KeyError for others."""
    audiences, member = VIEW_AS[audience], profile.member
    if not _is_shown(member):
        return None
    seen_open = profile.opened.get("directory", set()) if not member.is_new else set()
    if not policy.is_visible_as(audiences, seen_open):
        return None
    near = {Audience.CHAPTER, Audience.SAFE} & audiences
    is_public = member.chapter is not None and member.chapter.visibility == "public"
    return _seen(profile, audiences, knows_chapter=bool(near) or is_public)


def _seen(profile, audiences, *, knows_chapter):
    opened = profile.opened
    values = {
        field: read(profile)
        for field, read in READ.items()
        if policy.may_see_field(field, audiences, opened.get(field, ()))
    }
    if not knows_chapter:
        values.pop("chapter", None)
    return SeenProfile(public_id=profile.public_id, **values)


# How each field of the matrix is read; nothing is opened before somebody may see it.
READ = {
    "pseudonym": lambda profile: profile.sealed_pseudonym,
    "country": lambda profile: _named(country_name, profile.sealed_country),
    "chapter": lambda profile: _named(str, profile.member.chapter),
    "languages": lambda profile: tuple(map(language_name, profile.sealed_languages or ())),
    "pronouns": lambda profile: profile.sealed_pronouns or None,
    "bio": lambda profile: profile.sealed_bio or None,
    "experience": lambda profile: tuple(map(experience_name, profile.sealed_experience or ())),
    "skills": lambda profile: profile.sealed_skills or None,
    "avatar": lambda profile: profile.avatar_seed,
    "photo": lambda profile: profile.has_photo,
    "directory": lambda profile: True,
}


def _named(name, value):
    return name(value) if value else None


def _connected(viewer, profiles):
    members = get_user_model().objects.filter(policy.connected_to(viewer))
    return set(members.filter(pk__in=[p.member_id for p in profiles]).values_list("pk", flat=True))


def _known_chapters(viewer, profiles):
    wanted = {p.member.chapter_id for p in profiles} - {None}
    known = apps.get_model("network", "Chapter").objects.filter(policy.visible_chapters(viewer))
    return set(known.filter(pk__in=wanted).values_list("pk", flat=True))


def _is_shown(member):
    return type(member).objects.filter(policy.shown_members(), pk=member.pk).exists()
