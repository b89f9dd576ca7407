"""What waits here, for officers and for members."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network import policy
from network.contact.models import Notice, Reveal
from network.members import desk
from network.members.waiting import Line, waits


@waits
def unseen_notices(account):
    if Notice.objects.filter(member=account, seen=False).exists():
        yield Line(_("Something is new."), reverse("network:notices"))


@desk.waiting
def reveals_to_decide(officer):
    known = Reveal.objects.visible_to(officer).select_related("asked_by")
    return [
        (
            _("A colleague asks to see how a member can be reached."),
            reverse("network:reveal", args=[reveal.public_id]),
        )
        for reveal in known.filter(state=Reveal.State.ASKED).order_by("asked_at")
        if reveal.waits and policy.may_decide_reveal(officer, reveal)
    ]


@desk.waiting
def reveals_of_mine(officer):
    mine = Reveal.objects.visible_to(officer).filter(asked_by=officer).order_by("asked_at")
    return [
        (
            _("You can see now how a member can be reached, for 15 minutes at most."),
            reverse("network:reveal", args=[reveal.public_id]),
        )
        for reveal in mine
        if reveal.is_open
    ]
