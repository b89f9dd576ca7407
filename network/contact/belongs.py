"""What a member's contact data, and the looks at it, add to her copy."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.contact.models import ContactCard, Look, Notice, Reveal
from network.members.belongings import Fate, belongs, left_out, when_leaving


@belongs(ContactCard, title=gettext_lazy("How you may be reached"))
def contact_card(row):
    return {
        _("Phone or Signal"): row.sealed_phone,
        _("Safe-contact rules"): row.sealed_rules,
        _("Rules hold until"): row.rules_until,
        _("Mail"): row.get_mail_level_display(),
    }


@belongs(Reveal, title=gettext_lazy("Requests to read your contact data"))
def reveal(row):
    # Neither who asked nor the reason: another person's words, and members are told day and role.
    return {_("Asked on"): row.asked_at.date(), _("State"): row.get_state_display()}


@belongs(Look, title=gettext_lazy("Looks at your sealed data"))
def look(row):
    return {
        _("On"): row.on,
        _("By (office)"): row.role,
        _("At"): row.what,
        _("What happened"): row.get_outcome_display(),
    }


@belongs(Notice, title=gettext_lazy("Notices"))
def notice(row):
    return {_("On"): row.on, _("Kind"): row.kind, _("Seen"): row.seen}


ABOUT_ANOTHER = "An officer's deed about another member, who is told of it."

left_out(Reveal, "asked_by", because=ABOUT_ANOTHER, fate=Fate.CLEARED)
left_out(Reveal, "decided_by", because=ABOUT_ANOTHER, fate=Fate.CLEARED)


@when_leaving
def clear_notices(member):
    Notice.objects.filter(member=member).delete()
