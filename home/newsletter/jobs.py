"""What the newsletter forgets by itself."""

from django.utils.translation import gettext_lazy

from home.jobs.registry import retention
from home.newsletter.actions import TOKEN_LIFE
from home.newsletter.models import PendingSubscription


@retention(
    "expire_unconfirmed",
    rule=gettext_lazy("A newsletter address that nobody confirms is deleted after 7 days."),
)
def expire_unconfirmed(now):
    return PendingSubscription.objects.filter(asked_at__lte=now - TOKEN_LIFE)
