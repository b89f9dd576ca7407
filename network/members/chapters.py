"""Chapters, who holds which office in them, and how they are hidden at once."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from network.members.models import new_public_id, today

SECOND_WORD_WITHIN = timedelta(hours=24)


class ChapterQuerySet(models.QuerySet):
    def open_to_newcomers(self):
        """Return what strangers may read and choose: never the name of a chapter that hides."""
        return self.filter(visibility=Chapter.Visibility.PUBLIC, frozen_at__isnull=True)


class Chapter(models.Model):
    """Members of one place. Its name is chosen so that it tells nothing that must stay hidden."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone who joins can choose it")
        REGION = "region", _("only members of the same region see it")
        HIDDEN = "hidden", _("only its own members and officers see it")

    class Region(models.TextChoices):
        AFRICA = "africa", _("Africa")
        AMERICAS = "americas", _("Americas")
        ASIA = "asia", _("Asia and the Pacific")
        EUROPE = "europe", _("Europe")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    country = CountryField(_("country"), blank=True)
    region = models.CharField(_("region"), max_length=8, choices=Region.choices)
    # Closed until opened.
    visibility = models.CharField(
        _("who sees it"), max_length=6, choices=Visibility.choices, default=Visibility.HIDDEN
    )
    frozen_at = models.DateTimeField(_("frozen since"), null=True, blank=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=["public", "region", "hidden"]),
                name="chapter_visibility_is_known",
            ),
        ]

    def __str__(self):
        return self.name


class Office(models.Model):
    """A trust that the movement gave to a member; it opens no profile field by itself."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        COUNCIL = "council", _("Leadership Council")
        MODERATOR = "moderator", _("moderator")
        SAFEGUARDING = "safeguarding", _("safeguarding lead")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    chapter = models.ForeignKey(Chapter, models.CASCADE, null=True, blank=True)
    since = models.DateField(default=today)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="coordinator", chapter__isnull=False)
                | (~models.Q(kind="coordinator") & models.Q(chapter__isnull=True)),
                name="office_of_a_chapter_is_coordinator",
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "chapter"],
                condition=models.Q(chapter__isnull=False),
                name="office_of_a_chapter_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=models.Q(chapter__isnull=True),
                name="office_is_held_once",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Freeze(models.Model):
    """Hiding all profiles of a chapter, or showing them again: in force with a second one's word."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="freezes")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifts = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    # Confirmed, or over because no second officer came in time.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["chapter"],
                condition=models.Q(ended_at__isnull=True),
                name="freeze_is_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True)
                | models.Q(seconded_by__isnull=True)
                | ~models.Q(asked_by=models.F("seconded_by")),
                name="freeze_needs_two_people",
            ),
        ]

    def __str__(self):
        return "freeze"

    @property
    def waits(self):
        """Whether a second officer can still confirm it."""
        return self.ended_at is None and timezone.now() < self.asked_at + SECOND_WORD_WITHIN
