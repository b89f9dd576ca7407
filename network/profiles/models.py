"""What a member says of herself, to whom each part is open, and the limits on looking."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedJSONField, SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email
from network.members.models import MemberRow, new_public_id
from network.profiles.queryset import ProfileQuerySet
from network.profiles.seen import seen_as

MEMBER = settings.AUTH_USER_MODEL


def new_seed():
    return secrets.token_urlsafe(12)


class Profile(MemberRow):
    """All that can be said of a member. Templates, JSON and exports get `as_seen_by`, never this."""

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="profile")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    sealed_pseudonym = SealedTextField(_("chosen name"))
    pseudonym_index = BlindIndexField(
        follows="sealed_pseudonym", normalise=normalise_email, db_index=True
    )
    sealed_country = SealedTextField(_("country"), null=True)
    sealed_languages = SealedJSONField(_("languages"), null=True)
    sealed_pronouns = SealedTextField(_("pronouns"), null=True)
    sealed_bio = SealedTextField(_("about me"), null=True)
    sealed_experience = SealedJSONField(_("experience"), null=True)
    sealed_skills = SealedTextField(_("what I offer"), null=True)
    # Random, drawn once; never made from a name or a handle.
    avatar_seed = models.CharField(max_length=16, default=new_seed)
    # A decoy that nobody has a reason to open: who does is looked at by safeguarding.
    is_canary = models.BooleanField(default=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "profile"

    @property
    def opened(self):
        """Return {field: the audiences to which its member opened it}."""
        found = {}
        for opening in self.openings.all():
            found.setdefault(opening.field, set()).add(opening.audience)
        return found

    @property
    def has_photo(self):
        known = self.__dict__.get("photo_exists")  # from ProfileQuerySet.whole()
        return Photo.objects.filter(profile=self).exists() if known is None else known

    def as_seen_by(self, viewer):
        """Return a SeenProfile: what `viewer` may see of this, or None where it does not exist."""
        return next(iter(Profile.objects.filter(pk=self.pk).seen_by(viewer)), None)

    def as_seen_from(self, audience):
        """Return the SeenProfile that any viewer of one audience gets, or None where there is none."""
        return seen_as(audience, self)


class Opening(models.Model):
    """One field of one profile is open to one audience of the matrix. No row: closed."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="openings")
    field = models.CharField(max_length=20)
    audience = models.CharField(max_length=4)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["profile", "field", "audience"], name="opening_is_one"),
        ]
        indexes = [models.Index(fields=["field", "audience"], name="opening_for_lists")]

    def __str__(self):
        return f"{self.field}: {self.audience}"


class SearchWord(MemberRow):
    """One word by which a member can be found, for as long as she keeps that field open.

    The database compares only the blind index. Closing the field deletes the row.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="search_words")
    sealed_word = SealedTextField()
    word_index = BlindIndexField(follows="sealed_word", normalise=normalise_email, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["profile", "word_index"], name="search_word_is_one"),
        ]

    def __str__(self):
        return "word"

    @property
    def member(self):
        return self.profile.member


class Photo(MemberRow):
    """A picture of 512 pixels, drawn anew as WebP, outside of every public folder."""

    profile = models.OneToOneField(Profile, models.CASCADE, related_name="photo")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    # Sealed bytes, base64; at most 120 KB, so they fit beside what they belong to.
    sealed_webp = SealedTextField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "photo"

    @property
    def member(self):
        return self.profile.member


class Glance(models.Model):
    """That somebody opened some profile today, for the daily limit: a keyed name for the pair."""

    viewer = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["viewer", "day", "token"], name="glance_is_one"),
        ]

    def __str__(self):
        return "glance"


class Alert(models.Model):
    """Something that the safeguarding lead should look at."""

    class Kind(models.TextChoices):
        MANY_PROFILES = "many_profiles", _("Opened more profiles in a day than anyone needs.")
        CANARY = "canary", _("Opened a profile that nobody has a reason to open.")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    day = models.DateField()
    seen = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "day"], name="alert_is_one_a_day"),
        ]

    def __str__(self):
        return self.kind
