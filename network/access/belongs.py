"""What signing in leaves of a member."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.access.models import Lockdown, MailRecovery, OpenSession, RecoveryCode, SecurityEvent
from network.access.sessions import end
from network.members.belongings import belongs, left_out, when_leaving


@belongs(OpenSession, title=gettext_lazy("Open sessions"))
def session(row):
    return {
        _("Label"): row.sealed_label,
        _("Begun on"): row.started_on,
        _("Last used on"): row.seen_on,
    }


@belongs(Authenticator, "user", title=gettext_lazy("Second factor"))
def second_factor(row):
    return {_("Kind"): row.get_type_display(), _("Added on"): row.created_at.date()}


@belongs(RecoveryCode, title=gettext_lazy("Recovery kit"))
def recovery_code(row):
    return {_("Code number"): row.number, _("Made on"): row.made_at.date()}


@belongs(SecurityEvent, title=gettext_lazy("Changes to the keys of the account"))
def security_event(row):
    return {_("On"): row.at.date(), _("What"): row.get_kind_display()}


@belongs(Lockdown, title=gettext_lazy("Lockdown"))
def lockdown(row):
    return {_("Since"): row.since.date()}


@belongs(MailRecovery, title=gettext_lazy("New passphrase by e-mail"))
def mail_recovery(row):
    return {_("Asked on"): row.proven_at.date()}


left_out(EmailAddress, "user", because="Unused: the address is sealed in the account itself.")


@when_leaving
def end_all_sessions(member):
    end(OpenSession.objects.filter(member=member))
