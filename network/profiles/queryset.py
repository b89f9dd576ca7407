"""Sight of profiles: lists, single pages, search, pictures and exports all begin here."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef

from network import policy
from network.profiles.seen import seen_by


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Profiles whose page exists for `viewer`. Hidden is the same as absent."""
        return self._of(policy.visible_members(viewer))

    def listed_for(self, viewer):
        """Profiles that the directory shows to `viewer`, her own not among them."""
        return self._of(policy.listed_for(viewer))

    def who_let_see(self, viewer, field):
        """Profiles whose `field` is for the eyes of `viewer`; combine it with one of the two above."""
        return self._of(policy.who_let_see(viewer, field))

    def with_word(self, word):
        """Profiles that can be found by a word of network.profiles.search."""
        words = apps.get_model("network", "SearchWord").objects
        return self.filter(Exists(words.filter(profile=OuterRef("pk"), word_index=word)))

    def whole(self):
        """The same with all that showing them needs, in a fixed number of queries."""
        photos = apps.get_model("network", "Photo").objects
        return (
            self.select_related("member__key", "member__chapter")
            .prefetch_related("openings")
            .annotate(photo_exists=Exists(photos.filter(profile=OuterRef("pk"))))
        )

    def seen_by(self, viewer):
        """Return the list of SeenProfiles of these for `viewer`; those not visible are left out."""
        return seen_by(viewer, list(self.visible_to(viewer).whole()))

    def _of(self, members):
        accounts = get_user_model().objects.filter(members)
        return self.filter(member__in=accounts.values("pk"))
