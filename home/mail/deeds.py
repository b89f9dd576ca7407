"""What staff do to mail, for the audit log."""

from django.utils.translation import gettext_lazy as _

from home.audit.deeds import NUMBER, declare

RETRIED = declare("mail.retried", _("Failed mail tried again"), mails=NUMBER)
