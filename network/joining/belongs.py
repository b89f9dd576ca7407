"""What coming in, and letting others in, adds to a member's copy."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.joining.models import Invitation, JoinRequest, Opinion
from network.members.belongings import Fate, belongs, left_out


@belongs(JoinRequest, title=gettext_lazy("Your request to join"))
def join_request(row):
    return {
        _("Asked on"): row.asked_at.date(),
        _("Chapter"): row.chapter and row.chapter.name,
        _("Invited"): row.was_invited,
        _("What you wrote"): row.sealed_note,
        _("Decided on"): row.decided_at and row.decided_at.date(),
    }


@belongs(Invitation, "inviter", title=gettext_lazy("Your invitations"))
def invitation(row):
    return {_("Made on"): row.made_on, _("Used"): row.used}


left_out(
    Opinion, "request__member", because="An officer's note: the matrix shows it to officers only."
)
left_out(Opinion, "officer", because="A word about somebody else.", fate=Fate.CLEARED)
left_out(
    JoinRequest, "inviter", because="Who comes in is the newcomer's matter.", fate=Fate.CLEARED
)
