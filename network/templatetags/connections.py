"""What a profile's page offers a viewer to do about its member."""

from django import template

from network import policy
from network.connections.models import Connection
from network.connections.tokens import token_for

register = template.Library()


@register.inclusion_tag("network/connections/_actions.html", takes_context=True)
def connection_actions(context, member):
    """Draw asking, answering and blocking for a `member` (an account) whose page `viewer` sees."""
    viewer = context["request"].user
    if viewer.pk == member.pk:
        return {}
    known = Connection.objects.visible_to(viewer)
    connection = known.between(viewer, member).first()
    return {
        "connection": connection,
        "is_mine": connection is not None and connection.asker_id == viewer.pk,
        "token": token_for(viewer, member),
        "is_in_reach": policy.reveal_role(viewer, member) is not None,
        "member": member,
    }
