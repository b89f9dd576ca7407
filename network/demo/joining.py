"""The demo's way in: a request that waits for its second word, and an open invitation."""

from network import policy
from network.joining import actions, decisions, invitations
from network.joining.models import JoinRequest
from network.members.chapters import Chapter


def load(people):
    """Make what is missing; may be repeated. `people` are the demo accounts by handle."""
    applicant, inviter = people["applicant"], people["member-ghana"]
    if policy.waits(applicant) and not JoinRequest.objects.filter(member=applicant).exists():
        _ask(applicant, people["coordinator"])
    if not inviter.invitations.open().exists():
        invitations.invite(by=inviter)


def _ask(applicant, coordinator):
    kenya = Chapter.objects.get(name="Kenya chapter")
    request = actions.ask(by=applicant, pseudonym="CANARY-applicant-pseudonym", chapter=kenya)
    actions.write_note(by=applicant, text="CANARY-applicant-note: a friend told me about you.")
    decisions.give_word(
        by=coordinator, request=request, approves=True, note="CANARY-applicant-opinion"
    )
