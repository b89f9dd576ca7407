"""Who may: every rule about entering, seeing and doing, and nothing else. The last word is "no"."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from network.matrix import Audience, Rule, rule

COORDINATOR, COUNCIL, MODERATOR, SAFEGUARDING = (
    "coordinator",
    "council",
    "moderator",
    "safeguarding",
)
WAITING = "waiting"
NOTHING = Q(pk__in=[])
# Not Q(): in "nothing or Q()" Django drops what is empty, and nothing remains.
EVERYBODY = ~NOTHING


def require(allowed):
    """Raise PermissionDenied unless the rule said yes."""
    if not allowed:
        raise PermissionDenied


# Doors -------------------------------------------------------------------------------------------


def may_enter_cms(account):
    """Staff: the right comes from a role (network.members.roles) or from being administrator."""
    if account.is_authenticated and account.is_active:
        return account.is_superuser or account.works_in_cms
    return False


def may_enter_network(account):
    """Approved members. An administrator is a technician, not a reader; staff is not a member."""
    if account.is_authenticated and account.is_active and not account.is_superuser:
        return account.may_enter
    return False


def may_read_members_pages(account):
    """Members, and the staff who write these pages."""
    return may_enter_network(account) or may_enter_cms(account)


def needs_second_factor(account):
    """Whoever may enter the CMS or holds an office proves a second factor in each session."""
    if may_enter_cms(account):
        return True
    return account.is_authenticated and account.is_active and bool(account.offices)


def is_officer(account):
    """Whoever decides about members: coordinators, moderators, the safeguarding lead."""
    if may_enter_network(account):
        return account.holds(COORDINATOR, MODERATOR, SAFEGUARDING)
    return False


def office_of(account):
    """Return the office that speaks for an officer where only one word is kept."""
    held = (kind for kind in (SAFEGUARDING, MODERATOR, COORDINATOR) if account.holds(kind))
    return next(held, "")


def coordinates(account, chapter_id):
    """The coordinator of this very chapter."""
    if may_enter_network(account) and chapter_id is not None:
        return (COORDINATOR, chapter_id) in account.offices
    return False


def leads_safeguarding(account):
    if may_enter_network(account):
        return account.holds(SAFEGUARDING)
    return False


# Sessions ----------------------------------------------------------------------------------------


def may_end_sessions(by, member):
    """One's own; a coordinator those of the chapter; safeguarding and the administrator anybody's."""
    if by.pk == member.pk:
        return by.is_active
    if coordinates(by, member.chapter_id) or leads_safeguarding(by):
        return True
    return by.is_active and by.is_superuser


def locks(account):
    """Whose session locks when idle; staff who are not on the way in or out are signed out."""
    if account.is_authenticated and account.is_active:
        return account.standing != "none"
    return False


def must_read_first(account):
    """Who has not yet read what this site can and cannot protect."""
    return locks(account) and account.safety_read_on is None


def session_kind(account):
    """Return under whose limits (settings.SESSION_LIMITS) an account's sessions stand."""
    if may_enter_cms(account):
        return "staff"
    return "officer" if account.offices else "member"


def may_choose_idle(by, minutes):
    """Whoever decides about others does not leave a session open for an hour."""
    if locks(by):
        return minutes * 60 <= settings.SESSION_LIMITS[session_kind(by)][0]
    return False


def may_lock_down(by):
    """Members and those on the way in or out, who hold a recovery kit: nothing else ends it."""
    if locks(by):
        return by.recovery_codes.exists()
    return False


def coordinated_by(account):
    """Return the ids of the chapters that this member coordinates."""
    if may_enter_network(account):
        return {chapter for kind, chapter in account.offices if kind == COORDINATOR}
    return set()


# Coming in ---------------------------------------------------------------------------------------


def waits(account):
    """Whoever asked to join and was not let in: may read what strangers read, and her own page."""
    if account.is_authenticated and account.is_active:
        return account.standing == WAITING
    return False


def may_invite(account):
    """Members vouch for others once they are no longer new themselves."""
    if may_enter_network(account):
        return not account.is_new
    return False


def requests_before(officer):
    """
    Join requests that an officer reads and decides about.

    The coordinator reads those to her chapter, the safeguarding lead all. Any other officer reads
    one only when the first word was a yes and a second is needed.
    """
    if not is_officer(officer):
        return NOTHING
    if leads_safeguarding(officer):
        return Q()
    own = Q(chapter__in=coordinated_by(officer))
    asked_second = Q(opinions__is_responsible=True, opinions__approves=True)
    return Q(decided_at__isnull=True) & (own | asked_second)


def office_before(officer, request):
    """
    Return (office, has the first word) in which an officer speaks about a join request, or None.

    The first word is the coordinator's; without chapter or coordinator it is the safeguarding lead's.
    """
    if not is_officer(officer) or request.member_id == officer.pk:
        return None
    if coordinates(officer, request.chapter_id):
        return COORDINATOR, True
    if leads_safeguarding(officer):
        return SAFEGUARDING, not request.has_coordinator
    for office in (MODERATOR, COORDINATOR):
        if officer.holds(office):
            return office, False
    return None


def lets_in(opinions, *, invited, inviter_id):
    """
    Tell whether these opinions on a join request are enough to let the person in.

    With an invitation the first word is enough, unless it is the inviter's own. Else it takes two
    people, and two coordinators of one chapter are not two.
    """
    yes = [opinion for opinion in opinions if opinion.approves]
    for first in yes:
        if not first.is_responsible:
            continue
        if invited and first.officer_id != inviter_id:
            return True
        for second in yes:
            same_chair = second.is_responsible and second.role == COORDINATOR
            if second is not first and not same_chair:
                return True
    return False


def may_freeze(account):
    """Any officer asks for it or seconds it; that the two differ is the act's and the table's rule."""
    return is_officer(account)


def may_write_profile(account):
    """Members, and who waits to become one, write their own; the act takes no other."""
    if account.is_authenticated and account.is_active and not account.is_superuser:
        return account.standing in {"member", "waiting"}
    return False


# Appointing --------------------------------------------------------------------------------------


def may_appoint(by):
    """Only administrators give roles; the operator at the machine's console acts as `by=None`."""
    if by is None:
        return True
    return by.is_active and by.is_superuser


# Leaving -----------------------------------------------------------------------------------------


def may_leave(by):
    """Approved members close their own account; the way back stays open for some days."""
    return may_enter_network(by)


def may_take_copy(by):
    """Members take along what is kept of them."""
    return may_enter_network(by)


def may_come_back(by):
    """Whoever closed the account and was not erased yet."""
    return by.is_authenticated and by.is_active and by.is_leaving


def may_erase(by, member):
    """Everybody who came in as a person erases herself; `by=None` is the machine, when time is over."""
    if by is None:
        return True
    if by.pk == member.pk and by.is_active:
        return by.may_be_erased
    return False


# Sight of people: one set of Q objects for pages, lists, search, exports and sockets ----------------


def audiences_for(viewer, member, *, connected):
    """
    Return the audiences of the matrix in which `viewer` stands to `member`.

    `connected` tells whether both accepted. Being council or officer adds its own audience and
    nothing else. Strangers, waiting accounts, staff and administrators stand in none.
    """
    if not may_enter_network(viewer):
        return frozenset()
    if viewer.pk == member.pk:
        return frozenset({Audience.SELF})
    found = {Audience.MEMBERS}
    if connected:
        found.add(Audience.CONNECTIONS)
    if viewer.chapter_id is not None and viewer.chapter_id == member.chapter_id:
        found.add(Audience.CHAPTER)
    if viewer.holds(COUNCIL):
        found.add(Audience.COUNCIL)
    if coordinates(viewer, member.chapter_id) or leads_safeguarding(viewer):
        found.add(Audience.SAFE)
    return frozenset(found)


def may_see_field(field, audiences, opened):
    """Tell whether a viewer who stands in `audiences` sees `field`, open to the audiences `opened`."""
    for audience in audiences:
        given = rule(field, audience)
        if given == Rule.ALWAYS or (given == Rule.OPEN and audience in opened):
            return True
    return False


def shown_members():
    """Members whose profiles exist for others: not waiting, not leaving, not locked down or frozen."""
    return Q(is_active=True, standing="member", lockdown__isnull=True) & ~Q(
        chapter__frozen_at__isnull=False
    )


def apart_from(viewer):
    """Members whom `viewer` must never meet, whoever of the two wished it."""
    return Q(blocks__other=viewer) | Q(blocked_by__by=viewer)


# Rooms -------------------------------------------------------------------------------------------
# One rule, asked from both ends: which rooms a member may enter, and who may be in a room.


def rooms_seen_by(viewer):
    """Rooms that `viewer` may read; for everybody but approved members: none."""
    if not may_enter_network(viewer):
        return NOTHING
    seen = Q(kind__in=("network", "newcomers")) | Q(
        kind="seats", seats__member=viewer, seats__ended_seq__isnull=True
    )
    if viewer.chapter_id is not None:
        seen |= Q(kind="chapter", chapter=viewer.chapter_id)
    if viewer.holds(COUNCIL):
        seen |= Q(kind="council")
    return seen


def members_in(room):
    """Accounts that may read `room` at this moment: the same rule, for sockets that stay open."""
    within = {
        "network": Q(),
        "newcomers": Q(),
        "chapter": Q(chapter__isnull=False, chapter=room.chapter_id),
        "council": Q(office__kind=COUNCIL),
        "seats": Q(seats__room=room, seats__ended_seq__isnull=True),
    }.get(room.kind, NOTHING)
    return Q(is_active=True, is_superuser=False, standing="member", lockdown__isnull=True) & within


def moderates(viewer, room):
    """Moderators, in the rooms that they may enter; `room` comes from `rooms_seen_by`."""
    return may_enter_network(viewer) and viewer.holds(MODERATOR)


def may_change_message(by, message):
    """Only who wrote it, while it stands."""
    if may_enter_network(by) and message.author_id == by.pk:
        return message.state in {"shown", "held"}
    return False


def there_for(viewer):
    """Members who exist for `viewer` at all: whatever else is shown of them, begin here."""
    return shown_members() & ~apart_from(viewer)


def is_there_for(viewer, member):
    """Tell of one member what `there_for` tells of many."""
    return type(member).objects.filter(there_for(viewer), pk=member.pk).exists()


# Connecting --------------------------------------------------------------------------------------


def may_connect(by, other):
    """Two different members whom nobody wished apart; whether `by` knows of her is a matter of sight."""
    if may_enter_network(by) and by.pk != other.pk:
        return is_there_for(by, other)
    return False


def may_answer(by, connection):
    """Whoever was asked, as long as she has not answered."""
    if may_enter_network(by) and connection is not None:
        return connection.asked_id == by.pk and connection.state == "asked"
    return False


def may_withdraw(by, connection):
    """Whoever asked, answered with a no or not at all: she does not know which."""
    if may_enter_network(by) and connection is not None:
        return connection.asker_id == by.pk and connection.state in {"asked", "declined"}
    return False


def may_end(by, connection):
    """Either of the two."""
    if may_enter_network(by) and connection is not None:
        ends = {connection.asker_id, connection.asked_id}
        return by.pk in ends and connection.state == "accepted"
    return False


def may_block(by, other):
    """Everyone may keep away from anyone else, whatever the other's standing."""
    if may_enter_network(by):
        return by.pk != other.pk
    return False


def asks_a_day(member):
    """How many connections a member may ask for in a day."""
    return 3 if member.is_new else 10


# Breaking the glass ------------------------------------------------------------------------------


def reveal_role(by, member):
    """Return the office in which `by` may ask for sealed contact data of `member`, or None."""
    if coordinates(by, member.chapter_id):
        office = COORDINATOR
    elif leads_safeguarding(by):
        office = SAFEGUARDING
    else:
        return None
    return office if by.pk != member.pk and is_there_for(by, member) else None


def reveals_for(officer):
    """Reveals that an officer asked for or decided, and those that wait for a second one like her."""
    if not is_officer(officer):
        return NOTHING
    waiting = Q(state="asked") & ~Q(asked_by=officer)
    known = Q(asked_by=officer) | Q(decided_by=officer)
    if officer.holds(MODERATOR):
        known |= waiting
    elif officer.holds(SAFEGUARDING):
        known |= waiting & Q(role=COORDINATOR)
    return known & ~Q(member=officer)


def may_decide_reveal(by, reveal):
    """A second person of another kind: never the asker, never the member whom it is about."""
    if not is_officer(by) or by.pk in {reveal.asked_by_id, reveal.member_id}:
        return False
    if by.holds(MODERATOR) or (by.holds(SAFEGUARDING) and reveal.role == COORDINATOR):
        return is_there_for(by, reveal.member)
    return False


def may_open_reveal(by, reveal):
    """The asker alone, and only while she still holds the office for which she asked."""
    if by.pk == reveal.asked_by_id:
        return reveal_role(by, reveal.member) is not None
    return False


def behind_glass():
    """Return the fields that a reveal opens, as the matrix says."""
    return tuple(
        name
        for name in ("email", "phone", "safe_contact")
        if rule(name, Audience.SAFE) == Rule.GLASS
    )


def connected_to(viewer):
    """Members with whom `viewer` is connected because both said yes."""
    accepted = _rows("Connection").filter(state="accepted")
    return Q(pk__in=accepted.filter(asker=viewer).values("asked")) | Q(
        pk__in=accepted.filter(asked=viewer).values("asker")
    )


def standing_of(viewer):
    """Return {audience: the members to whom `viewer` stands in it}; `audiences_for` says it of one."""
    found = {Audience.MEMBERS: EVERYBODY, Audience.CONNECTIONS: connected_to(viewer)}
    if viewer.chapter_id is not None:
        found[Audience.CHAPTER] = Q(chapter=viewer.chapter_id)
    if viewer.holds(COUNCIL):
        found[Audience.COUNCIL] = EVERYBODY
    if leads_safeguarding(viewer):
        found[Audience.SAFE] = EVERYBODY
    elif chapters := chapters_coordinated_by(viewer):
        found[Audience.SAFE] = Q(chapter__in=chapters)
    return found


def chapters_coordinated_by(viewer):
    """Return the ids of the chapters whose coordinator this is."""
    if may_enter_network(viewer):
        return [chapter for kind, chapter in viewer.offices if kind == COORDINATOR]
    return []


def opened(field, audience):
    """Members who opened a field to an audience."""
    rows = _rows("Opening").filter(field=field, audience=audience)
    return Q(Exists(rows.filter(profile__member=OuterRef("pk"))))


def who_let_see(viewer, field):
    """Members whose `field` is for the eyes of `viewer`; says nothing of the rest of their pages."""
    found = NOTHING
    for audience, members in standing_of(viewer).items():
        given = rule(field, audience)
        if given == Rule.ALWAYS:
            found |= members
        elif given == Rule.OPEN:
            found |= members & opened(field, audience)
    return found


def settled():
    """Members who are no longer new: nobody is listed before."""
    today = timezone.now().date()
    return Q(probation_until__isnull=True) | Q(probation_until__lte=today)


def listed_for(viewer):
    """Members whom the directory shows to `viewer`; new members see no directory, nor are in it."""
    if not may_enter_network(viewer):
        return NOTHING
    found = NOTHING
    for audience, members in standing_of(viewer).items():
        given = rule("directory", audience)
        if given == Rule.ALWAYS:
            found |= members
        elif given == Rule.OPEN and not viewer.is_new:
            found |= members & settled() & opened("directory", audience)
    return found & shown_members() & ~apart_from(viewer) & ~Q(pk=viewer.pk)


def visible_members(viewer):
    """Members whose pages exist for `viewer`: her own, her connections', those listed for her."""
    if not may_enter_network(viewer):
        return NOTHING
    connected = connected_to(viewer) & shown_members() & ~apart_from(viewer)
    return Q(pk=viewer.pk) | connected | listed_for(viewer)


def is_visible_as(audiences, opened):
    """Tell whether the page of a shown, settled member exists for who stands in `audiences`."""
    if Audience.CONNECTIONS in audiences:
        return True
    return may_see_field("directory", audiences, opened)


def visible_chapters(viewer):
    """Chapters that `viewer` may know of: her own, the open ones, those of her region."""
    if not may_enter_network(viewer):
        return NOTHING
    if is_officer(viewer):
        return EVERYBODY
    found = Q(visibility="public") | Q(pk=viewer.chapter_id)
    if viewer.chapter_id is not None:
        found |= Q(visibility="region", region=viewer.chapter.region)
    return found


def _rows(model):
    # By name: the slices stand above their rules.
    return apps.get_model("network", model)._default_manager
