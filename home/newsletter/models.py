"""People who asked for the newsletter, and those who confirmed it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedRow, SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email


class Topic(models.TextChoices):
    NEWS = "news", _("News from the network")
    CAMPAIGNS = "campaigns", _("Campaigns that you can join")
    STORIES = "stories", _("Stories, shared by those who lived them")
    RESEARCH = "research", _("Figures and reports")


class Choices(SealedRow):
    """An address with what it wants to read; what pending and confirmed subscriptions share."""

    address = SealedTextField()
    topics = models.JSONField(default=list)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    consent_version = models.CharField(max_length=20)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.row_key)


class PendingSubscription(Choices):
    """A wish that its address has not confirmed yet. Several may wait for one address."""

    address_index = BlindIndexField("address", normalise_email, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("unconfirmed subscription")
        verbose_name_plural = _("unconfirmed subscriptions")


class Subscriber(Choices):
    """An address that confirmed. Only these are counted and written to; leaving deletes the row."""

    address_index = BlindIndexField("address", normalise_email, unique=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("newsletter subscriber")
        verbose_name_plural = _("newsletter subscribers")
