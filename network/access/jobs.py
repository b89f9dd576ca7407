"""How long traces of signing in are kept."""

from django.utils.translation import gettext_lazy as _

from home.jobs.registry import retention
from network.access.models import OpenSession


@retention("clear_sessions", rule=_("Sessions are deleted when they have run out."))
def clear_sessions(now):
    return OpenSession.objects.filter(expire_date__lte=now)
