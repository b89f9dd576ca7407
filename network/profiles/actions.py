"""What is done to profiles: write, open and close, keep a photo, look, and watch over looking."""

import base64
import secrets
from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from home.audit.actions import record
from home.audit.deeds import declare, one_of
from network import policy
from network.members.known import known_anew
from network.members.models import Standing, today
from network.profiles import search
from network.profiles.levels import levels_of, ticks_of
from network.profiles.models import Alert, Glance, Opening, Photo, Profile

# Her own words about herself are hers: the log that nobody can erase says nothing of them.
ALERTED = declare("profile.alerted", _("Safeguarding was alerted"), kind=one_of(*Alert.Kind.values))
ALERT_SEEN = declare("profile.alert_seen", _("An alert was looked at"))
CANARY_MADE = declare("profile.canary_made", _("A canary was made"))
OPERATOR = "console"
SYSTEM = "system"

PROFILES_A_DAY = 40
PHOTO_SIDE = 512
PHOTO_BYTES = 120 * 1024
PHOTO_QUALITIES = (82, 70, 55, 40)
FIELDS = ("pseudonym", "country", "languages", "pronouns", "bio", "experience", "skills")


class TooManyProfiles(Exception):  # noqa: N818 - said to the person
    """More different people in a day than anyone needs."""


@transaction.atomic
def write(*, by, **values):
    """Write what a member says of herself and return her Profile, made now where there is none.

    `values` are plain values for FIELDS; those that are missing stay. All of a new one is closed.
    """
    policy.require(policy.may_write_profile(by))
    profile = Profile.objects.filter(member=by).first() or Profile(member=by)
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"A profile has no {', '.join(sorted(unknown))}.")
    for field, value in values.items():
        setattr(profile, f"sealed_{field}", value or None)
    profile.save()
    search.renew(profile)
    if "pseudonym" in values:
        known_anew(by)
    return profile


@transaction.atomic
def open_to(*, by, openings):
    """Open and close the fields of a member's own profile and return it.

    `openings` is {field: set of audiences}; a field that is missing is closed. ValueError for what
    the matrix does not open.
    """
    policy.require(policy.may_write_profile(by))
    profile = Profile.objects.select_for_update().get(member=by)
    for field, audiences in openings.items():
        if not set(audiences) <= {*levels_of(field), *ticks_of(field)}:
            raise ValueError("The matrix does not open this field so far.")
    profile.openings.all().delete()
    Opening.objects.bulk_create(
        Opening(profile=profile, field=field, audience=str(audience))
        for field, audiences in openings.items()
        for audience in sorted(audiences)
    )
    search.renew(profile)
    return profile


def keep_photo(*, by, picture):
    """Keep `picture` (a CleanImage of home.media) as the one photo of a member; returns the Photo."""
    policy.require(policy.may_write_profile(by))
    webp = base64.b64encode(_square(picture)).decode()
    with transaction.atomic():
        profile = Profile.objects.select_for_update().get(member=by)
        Photo.objects.filter(profile=profile).delete()
        return Photo.objects.create(profile=profile, sealed_webp=webp)


def remove_photo(*, by):
    policy.require(policy.may_write_profile(by))
    Photo.objects.filter(profile__member=by).delete()


def _square(picture):
    """Return the middle of a clean picture as WebP of 512 pixels, at most 120 KB, pixels only."""
    with Image.open(BytesIO(picture.read()), formats=["WEBP"]) as source:
        pixels = ImageOps.fit(
            source.convert("RGB"), (PHOTO_SIDE, PHOTO_SIDE), Image.Resampling.LANCZOS
        )
    for quality in PHOTO_QUALITIES:
        out = BytesIO()
        pixels.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= PHOTO_BYTES:
            return out.getvalue()
    raise ValidationError(
        _("This picture has too many fine details. Choose a calmer one."), code="too_detailed"
    )


def glance(*, by, profile):
    """Count that `by` opens a profile; raises TooManyProfiles after PROFILES_A_DAY different ones.

    Safeguarding is alerted then, and when the profile is a canary.
    """
    if profile.member_id == by.pk:
        return
    too_many = not _count(by, profile)
    if too_many:
        _alert(by, Alert.Kind.MANY_PROFILES)
    if profile.is_canary:
        _alert(by, Alert.Kind.CANARY)
    if too_many:
        raise TooManyProfiles


def _count(by, profile):
    """Tell whether this profile is within the day's number, and remember it."""
    day = today()
    pair = f"{by.pk}|{day}|{profile.pk}"
    token = salted_hmac("network.profiles.glance", pair, algorithm="sha256").hexdigest()[:32]
    mine = Glance.objects.filter(viewer=by, day=day)
    if mine.filter(token=token).exists():
        return True
    with transaction.atomic():
        # One at a time, or many requests at once would each find room for one more.
        get_user_model().objects.select_for_update().get(pk=by.pk)
        if mine.count() >= PROFILES_A_DAY:
            return False
        Glance.objects.bulk_create([Glance(viewer=by, day=day, token=token)], ignore_conflicts=True)
    return True


@transaction.atomic
def _alert(member, kind):
    alert, is_new = Alert.objects.get_or_create(member=member, kind=kind, day=today())
    if is_new:
        record(by=SYSTEM, deed=ALERTED, subject=alert, facts={"kind": str(kind)})


def too_many_lists(*, by):
    """Alert safeguarding that somebody went through the directory page by page."""
    _alert(by, Alert.Kind.MANY_PROFILES)


@transaction.atomic
def see_alert(*, by, alert):
    """Note that the safeguarding lead looked at an alert."""
    policy.require(policy.leads_safeguarding(by))
    if not alert.seen:
        alert.seen = True
        alert.save(update_fields=["seen"])
        record(by=by, deed=ALERT_SEEN, subject=alert)
    return alert


@transaction.atomic
def make_canary(*, by, pseudonym, chapter=None, country=None):
    """Make a decoy in the directory, to which nobody can sign in, and return its Profile."""
    policy.require(policy.may_appoint(by))
    member = get_user_model().objects.create_user(
        f"quiet-{secrets.token_hex(5)}", standing=Standing.MEMBER, chapter=chapter
    )
    profile = write(by=member, pseudonym=pseudonym, country=country)
    open_fields = ["pseudonym", "avatar", "directory", *(["country"] if country else [])]
    open_to(by=member, openings={field: set(levels_of(field)) for field in open_fields})
    profile.is_canary = True
    profile.save(update_fields=["is_canary"])
    record(by=by or OPERATOR, deed=CANARY_MADE, subject=profile)
    return profile
