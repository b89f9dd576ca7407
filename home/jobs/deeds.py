"""What staff do to background work, for the audit log."""

from django.utils.translation import gettext_lazy as _

from home.audit.deeds import declare

TASK_RETRIED = declare("background.task.retried", _("Failed task queued again"))
