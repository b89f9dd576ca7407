"""An example for every parameter in an address of the members' space, from the demo people.

{address as in the urlconf: {name: function that returns the value, or a tuple of values}}. Choose
rows that show who may: one of `member`, who is closed, and one of `member-open`.
"""


def nobodys():
    """An id that no row has: what is hidden must answer like this."""
    return "x" * 22


EXAMPLES = {
    "network/export/<slug:public_id>/": {"nobody's": nobodys},
}
