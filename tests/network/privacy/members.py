"""A member who has filled in everything, with a mark in each sealed field."""

import base64
import uuid
from datetime import timedelta

from django.utils import timezone

from home.mail import actions as mail
from network.access.models import RecoveryCode, SecurityEvent
from network.connections.models import Avoided, Block, Connection
from network.contact.models import ContactCard, Look, Notice, Reveal
from network.discussions import actions as talk
from network.discussions import arranging
from network.discussions.models import Reading, Room, Seat
from network.joining.models import Invitation, JoinRequest, Opinion
from network.matrix import Audience
from network.profiles.models import Opening, Photo, Profile
from tests.people import make_account

PICTURE = b"RIFF-a-small-picture-of-CANARY"


def make_full_member(handle, *, others=(), **fields):
    """Return a member whose sealed fields all hold CANARY and the handle; she met the `others`."""
    mark = f"CANARY-{handle}"
    member = make_account(handle, sealed_email=f"canary-{handle}@example.org", **fields)
    profile = Profile.objects.create(
        member=member,
        sealed_pseudonym=f"{mark}-name",
        sealed_country=f"{mark}-country",
        sealed_languages=[f"{mark}-language"],
        sealed_pronouns=f"{mark}-pronouns",
        sealed_bio=f"{mark}-bio <b>&",
        sealed_experience=[f"{mark}-experience"],
        sealed_skills=f"{mark}-skills",
    )
    Opening.objects.create(profile=profile, field="bio", audience=Audience.CONNECTIONS)
    Photo.objects.create(profile=profile, sealed_webp=base64.b64encode(PICTURE).decode())
    ContactCard.objects.create(
        member=member,
        sealed_phone=f"{mark}-phone",
        sealed_rules={"note": f"{mark}-safe-contact", "code_word": f"{mark}-code-word"},
        rules_until=timezone.now().date() + timedelta(days=90),
    )
    Avoided.objects.create(member=member, sealed_text=f"{mark}-avoided")
    SecurityEvent.objects.create(member=member, kind="kit", at=timezone.now())
    now = timezone.now()
    RecoveryCode.objects.create(
        member=member, number=0, hash="x" * 20, made_at=now, trusted_from=now
    )
    Notice.objects.create(member=member, kind="welcome")
    Invitation.objects.create(inviter=member, code_hash=handle, expires_at=timezone.now())
    Look.objects.create(member=member, role="safeguarding", what="phone", outcome="read")
    JoinRequest.objects.create(
        member=member, asked_at=timezone.now(), sealed_note=f"{mark}-join-note"
    )
    _talk(member, f"{mark}-message")
    for other in others:
        _meet(member, other)
    return member


def _talk(member, words):
    network = Room.objects.filter(kind="network").first()
    network = network or arranging.open_room(by=None, kind="network", name="All members")
    talk.post(by=member, room=network, client_id=uuid.uuid4(), body=words)
    talk.keep_closed(by=member, notes=["captivity"])
    Reading.objects.create(member=member, room=network, seq=1)
    quiet = arranging.open_room(by=None, kind="seats", name="A few of us")
    Seat.objects.create(member=member, room=quiet)


def _meet(member, other):
    lower, higher = sorted((member, other), key=lambda each: each.pk)
    Connection.objects.create(
        asker=member, asked=other, lower=lower, higher=higher, state="accepted"
    )
    Block.objects.create(by=member, other=other)
    Block.objects.create(by=other, other=member)
    Reveal.objects.create(
        member=member,
        asked_by=other,
        role="coordinator",
        asked_at=timezone.now(),
        sealed_reason=f"CANARY-{other.handle}-reason",
    )
    Opinion.objects.create(
        request=member.join_request,
        officer=other,
        role="coordinator",
        is_responsible=True,
        approves=True,
        sealed_note=f"CANARY-{other.handle}-opinion",
    )


def mail_to(member):
    """Queue a mail that would leave tomorrow, as notices are mailed."""
    return mail.send(
        to=member.sealed_email,
        template="home/mail/newsletter_confirm",
        context={},
        language="en",
        about=member.mail_about,
        send_after=timezone.now() + timedelta(days=1),
    )
