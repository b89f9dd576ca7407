"""What this slice tells members."""

from django.utils.translation import gettext_lazy as _

from network.contact.notices import declare_notice

LET_IN = declare_notice("joining.let_in", _("You have come in. Look around at your own pace."))
