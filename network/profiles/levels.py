"""From the matrix to the words of a form: how far a field may be opened, and who sees it now."""

from django.utils.translation import gettext as _

from network.matrix import Audience, Rule, audiences_of, rule

# Each level opens to the ones before it as well.
NESTED = (Audience.CONNECTIONS, Audience.CHAPTER, Audience.MEMBERS)
TICKED = (Audience.COUNCIL, Audience.SAFE)


def levels_of(field):
    """Return the audiences up to which a field can be opened, nearest first."""
    return tuple(a for a in NESTED if rule(field, a) == Rule.OPEN)


def ticks_of(field):
    """Return the audiences that are chosen one by one."""
    return tuple(a for a in TICKED if rule(field, a) == Rule.OPEN)


def openings_for(field, level, ticks):
    """Return the audiences to open: all up to `level` ("" for none), and the ticked ones."""
    levels = levels_of(field)
    nested = levels[: levels.index(level) + 1] if level else ()
    return {*nested, *ticks}


def level_now(field, opened):
    """Return the widest level that is open, "" for none."""
    return next((a for a in reversed(levels_of(field)) if a in opened), "")


def who_sees(field, opened):
    """Return in words who sees a field besides its member: a list of texts, empty for nobody."""
    seeing = {*audiences_of(field, Rule.ALWAYS), *opened}
    if Audience.MEMBERS in seeing:
        seeing -= {Audience.CONNECTIONS, Audience.CHAPTER}
    return [words() for audience, words in SEEN_BY.items() if audience in seeing]


SEEN_BY = {
    Audience.CONNECTIONS: lambda: _("your connections"),
    Audience.CHAPTER: lambda: _("your chapter"),
    Audience.MEMBERS: lambda: _("all approved members"),
    Audience.COUNCIL: lambda: _("the Leadership Council"),
    Audience.SAFE: lambda: _("your coordinator and the safeguarding lead"),
}
