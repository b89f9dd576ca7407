"""What the demo people say of themselves, and more members, so that the directory shows life."""

from network import policy
from network.matrix import profile_fields
from network.members.chapters import Chapter
from network.members.models import Standing, User
from network.profiles import actions
from network.profiles.levels import levels_of, ticks_of
from network.profiles.models import Profile

KENYA, GHANA = "Kenya chapter", "Ghana chapter"
NAMED = ("pseudonym", "avatar", "directory")
COUNTRIES = {KENYA: "KE", GHANA: "GH"}
# Handle, chosen name, chapter, languages, what is offered, and how far it is all open.
OTHERS = [
    ("quiet-acacia-2210", "Acacia", KENYA, ["sw", "en"], "Sewing, and teaching it", "mem"),
    ("quiet-amber-7031", "Amara", GHANA, ["tw", "en"], "Reading letters from offices aloud", "mem"),
    ("quiet-basin-1184", "Baraka", KENYA, ["sw"], "", "mem"),
    ("quiet-cedar-9017", "Cedar", KENYA, ["en", "luo"], "Walking with you to court", "mem"),
    ("quiet-clay-4406", "Clay pot", GHANA, ["ee", "fr"], "Translating into French", "mem"),
    ("quiet-cloud-6325", "Cloud", KENYA, ["sw", "so"], "", "chap"),
    ("quiet-coral-8152", "Coral", GHANA, ["en"], "Bookkeeping for small groups", "mem"),
    ("quiet-dawn-3790", "Dawn", KENYA, ["sw", "en"], "A listening ear in the evening", "mem"),
    ("quiet-delta-5543", "Delta", GHANA, ["ha", "en"], "", "chap"),
    ("quiet-ember-1029", "Ember", KENYA, ["en"], "Drawing posters", "mem"),
    ("quiet-fern-6671", "Fern", GHANA, ["tw"], "Cooking for meetings", "mem"),
    ("quiet-garden-2938", "Garden", KENYA, ["sw"], "Growing vegetables", "mem"),
    ("quiet-harbour-7715", "Harbour", GHANA, ["en", "fr"], "Finding safe lodging", "mem"),
    ("quiet-indigo-8806", "Indigo", KENYA, ["luo", "en"], "Dyeing and weaving", "mem"),
    ("quiet-ivory-3412", "Ivy", GHANA, ["en"], "", "chap"),
    ("quiet-jasmine-9954", "Jasmine", KENYA, ["sw", "ar"], "Arabic, spoken and written", "mem"),
    ("quiet-kite-1673", "Kite", GHANA, ["tw", "en"], "Radio and sound", "mem"),
    ("quiet-lantern-4087", "Lantern", KENYA, ["en"], "Writing statements", "mem"),
    ("quiet-maple-5290", "Maple", GHANA, ["ee"], "", "mem"),
    ("quiet-meadow-8361", "Meadow", KENYA, ["sw", "en"], "Childcare during meetings", "mem"),
    ("quiet-millet-2745", "Millet", GHANA, ["ha"], "Baking", "mem"),
    ("quiet-moon-6198", "New moon", KENYA, ["so"], "", "chap"),
    ("quiet-nest-9430", "Nest", GHANA, ["en", "tw"], "Furniture and tools", "mem"),
    ("quiet-olive-1856", "Olive", KENYA, ["sw"], "Accounts on paper", "mem"),
    ("quiet-pebble-7302", "Pebble", GHANA, ["fr"], "French lessons", "mem"),
    ("quiet-rain-3649", "Rain", KENYA, ["sw", "en"], "Knowing which office to ask", "mem"),
    ("quiet-reed-8017", "Reed", GHANA, ["tw"], "Basket weaving", "mem"),
    ("quiet-saffron-5928", "Saffron", KENYA, ["en", "hi"], "Hindi and English", "mem"),
    ("quiet-stone-2174", "River stone", GHANA, ["en"], "", "mem"),
    ("quiet-willow-4463", "Willow", KENYA, ["luo"], "Songs", "mem"),
]
NEAR = {"mem": ("conn", "chap", "mem"), "chap": ("conn", "chap")}


def load(people):
    """Write the profiles of the demo accounts (by handle) and of further members; repeatable."""
    for handle, account in people.items():
        if policy.may_write_profile(account):
            actions.write(by=account, **_canaries(handle, account))
            actions.open_to(by=account, openings=_openings(handle))
    chapters = {chapter.name: chapter for chapter in Chapter.objects.all()}
    for handle, name, chapter, languages, offer, level in OTHERS:
        if not Profile.objects.filter(member__handle=handle).exists():
            _add(handle, name, chapters[chapter], languages, offer, level)


def _canaries(handle, account):
    """Return values by which a leak can be found; lists hold codes and can hold no such word."""
    country = account.chapter.country.code if account.chapter else "TZ"
    texts = {
        field: f"CANARY-{handle}-{field}" for field in ("pseudonym", "pronouns", "bio", "skills")
    }
    return texts | {
        "country": country,
        "languages": ["en", "sw"],
        "experience": ["bonded_labour", "police_abuse"],
    }


def _openings(handle):
    if handle == "member-open":
        return {field: {*levels_of(field), *ticks_of(field)} for field in profile_fields()}
    if handle == "member-ghana":
        return {field: set(levels_of(field)) for field in (*NAMED, "country")}
    return {}


def _add(handle, name, chapter, languages, offer, level):
    member = User.objects.create_user(handle, standing=Standing.MEMBER, chapter=chapter)
    country = COUNTRIES[chapter.name]
    actions.write(by=member, pseudonym=name, country=country, languages=languages, skills=offer)
    fields = (*NAMED, "languages", "skills", *(["country"] if len(name) % 2 else []))
    openings = {field: set(levels_of(field)) & set(NEAR[level]) for field in fields}
    actions.open_to(by=member, openings=openings)
