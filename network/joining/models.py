"""Asking to join, being invited, and what the officers say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedTextField
from network.members.chapters import Chapter
from network.members.models import MemberRow, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


class Invitation(models.Model):
    """A single-use way in for seven days, known by its inviter only as used or not."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    inviter = models.ForeignKey(MEMBER, models.CASCADE, related_name="invitations")
    # SHA-256 of 128 random bits: nothing to guess, so nothing to slow down.
    code_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField(default=today)
    expires_at = models.DateTimeField()
    used = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "invitation"


class JoinRequest(MemberRow):
    """A waiting account's request: gone with the account when refused or not decided in 14 days."""

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="join_request")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="join_requests"
    )
    # One officer is enough for somebody whom a member vouches for.
    was_invited = models.BooleanField(default=False)
    sealed_note = SealedTextField(_("what she wrote to the officers"), null=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "request"


class Opinion(MemberRow):
    """One officer's word on one request, with a sealed note that is erased 30 days later."""

    request = models.ForeignKey(JoinRequest, models.CASCADE, related_name="opinions")
    officer = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    as_coordinator = models.BooleanField(default=False)
    approves = models.BooleanField()
    sealed_note = SealedTextField(_("note"), null=True)
    given_on = models.DateField(default=today)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["request", "officer"], name="opinion_is_one"),
        ]

    def __str__(self):
        return "opinion"

    @property
    def member(self):
        return self.request.member
