"""Asking to join, being invited, and what the officers say."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedTextField
from network import policy
from network.matrix import days
from network.members.chapters import Chapter, Office
from network.members.models import MemberRow, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used=False, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A single-use way in for seven days, known by its inviter only as used or not."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    inviter = models.ForeignKey(MEMBER, models.CASCADE, related_name="invitations")
    # SHA-256 of 128 random bits: nothing to guess, so nothing to slow down.
    code_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField(default=today)
    expires_at = models.DateTimeField()
    used = models.BooleanField(default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return "invitation"

    @property
    def is_over(self):
        return self.expires_at <= timezone.now()


class JoinRequestQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(decided_at__isnull=True)

    def for_office(self, officer):
        """Return the requests that this officer decides about, each once, readable in one query."""
        return (
            self.filter(policy.requests_before(officer))
            .distinct()
            .select_related("member__key", "member__profile", "chapter")
            .order_by("asked_at")
        )


class JoinRequest(MemberRow):
    """A waiting account's request: gone with the account when refused or not decided in 14 days."""

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="join_request")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="join_requests"
    )
    # One officer is enough for somebody whom a member vouches for.
    was_invited = models.BooleanField(default=False)
    # Known until the decision only, so that nobody lets her own guest in alone.
    inviter = models.ForeignKey(MEMBER, models.SET_NULL, null=True, blank=True, related_name="+")
    sealed_note = SealedTextField(_("what she wrote to the officers"), null=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refused=False) | models.Q(decided_at__isnull=False),
                name="join_request_refused_is_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(inviter__isnull=True) | models.Q(was_invited=True),
                name="join_request_inviter_invited",
            ),
        ]

    def __str__(self):
        return "request"

    @property
    def has_coordinator(self):
        """Whether somebody coordinates the wished chapter; else the safeguarding lead decides."""
        return Office.objects.filter(chapter=self.chapter_id).exists() if self.chapter_id else False

    @property
    def undecided_until(self):
        """The day on which everything is erased when nobody has decided."""
        return (self.asked_at + timedelta(days=days("unanswered_requests"))).date()

    @property
    def erased_on(self):
        """The day on which what officers wrote, and a refused account, are erased."""
        return (self.decided_at + timedelta(days=days("vetting_notes"))).date()


class Opinion(MemberRow):
    """One officer's word on one request, with a sealed note that is erased 30 days later."""

    request = models.ForeignKey(JoinRequest, models.CASCADE, related_name="opinions")
    officer = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    # In which office the word was given, and whether that office has the first word.
    role = models.CharField(max_length=12, choices=Office.Kind.choices)
    is_responsible = models.BooleanField(default=False)
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
