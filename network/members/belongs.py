"""What the account itself says of a member."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry, PageLogEntry

from home.mail import actions as mail
from network.members.belongings import Fate, belongs, left_out, when_leaving
from network.members.chapters import Freeze, Office
from network.members.models import MemberKey, User
from network.members.staff_work import WORK, declare_the_rest


@belongs(User, "pk", title=gettext_lazy("Account"))
def account(row):
    return {
        _("Handle"): row.handle,
        _("E-mail address"): row.sealed_email,
        _("Joined on"): row.joined_on,
        _("Standing"): row.get_standing_display(),
        _("New until"): row.probation_until,
        _("To be erased on"): row.closing_on,
        _("Last used in"): row.active_in and row.active_in.strftime("%Y-%m"),
        _("Chapter"): row.chapter and row.chapter.name,
        _("Locks after (minutes)"): row.idle_minutes,
    }


@belongs(Office, title=gettext_lazy("Offices"))
def office(row):
    return {
        _("Office"): row.get_kind_display(),
        _("Chapter"): row.chapter and row.chapter.name,
        _("Since"): row.since,
    }


KEY = "It only opens the rows, which are in the copy as readable text."
ABOUT_A_CHAPTER = "An officer's word about a chapter, not about herself."

left_out(MemberKey, because=KEY)
left_out(Freeze, "asked_by", because=ABOUT_A_CHAPTER, fate=Fate.CLEARED)
left_out(Freeze, "seconded_by", because=ABOUT_A_CHAPTER, fate=Fate.CLEARED)
left_out(
    User.groups.through, "user", because="Rights in the editing system, named in docs/rights.md."
)
left_out(User.user_permissions.through, "user", because="Nobody is given single rights.")
for model in (PageLogEntry, ModelLogEntry):
    left_out(model, "user", because=WORK, fate=Fate.CLEARED)
declare_the_rest()


@when_leaving
def take_back_mail(member):
    mail.cancel(about=member.mail_about)
