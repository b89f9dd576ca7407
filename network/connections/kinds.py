"""What this slice tells members. A no, a withdrawal and an end are told to nobody."""

from django.utils.translation import gettext_lazy as _

from network.contact.notices import declare_notice

ASKED = declare_notice("connection.asked", _("Somebody asks to be connected with you."))
ACCEPTED = declare_notice("connection.accepted", _("Somebody said yes to being connected."))
