"""Reads matrix.yaml: which audience sees which field, and how long things are kept."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.db import models
from django.utils.translation import gettext_lazy as _

SOURCE = Path(__file__).with_name("matrix.yaml")


class Audience(models.TextChoices):
    SELF = "self", _("You")
    CONNECTIONS = "conn", _("Your connections")
    CHAPTER = "chap", _("Members of your chapter")
    MEMBERS = "mem", _("All approved members")
    COUNCIL = "cncl", _("The Leadership Council")
    SAFE = "safe", _("Your coordinator and the safeguarding lead")
    EDITORS = "edit", _("Staff in the editing system")
    ADMINISTRATOR = "su", _("The administrator")
    PUBLIC = "pub", _("Everyone")


class Rule(models.TextChoices):
    ALWAYS = "always", _("always")
    OPEN = "open", _("only if you open it")
    GLASS = "glass", _("only with a reason and a second person, and you are told")
    COUNTED = "counted", _("only counted, ten people or more")
    SEALED = "sealed", _("only as unreadable text")
    PART = "part", _("only in part")
    NEVER = "never", _("never")


@lru_cache(maxsize=1)
def read():
    """Return the whole matrix as written: a dict with fields, no_such_field and retention."""
    return yaml.safe_load(SOURCE.read_text())


@lru_cache(maxsize=1)
def fields():
    """Return {field: {audience: Rule}} with every pair; what is not written is NEVER."""
    return {
        name: {audience: Rule(row.get(audience, Rule.NEVER)) for audience in Audience.values}
        for name, row in read()["fields"].items()
    }


def rule(field, audience):
    """Return the Rule for one pair; KeyError for a field that the matrix does not know."""
    return fields()[field][audience]


@lru_cache(maxsize=1)
def profile_fields():
    """Return the names of the fields that a profile can show, in the order of the matrix."""
    return tuple(name for name, row in read()["fields"].items() if row["part_of"] == "profile")


def audiences_of(field, *words):
    """Return the audiences to which the matrix gives one of these Rules for a field."""
    return tuple(a for a, given in fields()[field].items() if given in words)


def days(kept):
    """Return for how many days something is kept; KeyError when the matrix does not say."""
    return read()["retention"][kept]


def minutes(kept):
    """Return for how many minutes something is kept; KeyError when the matrix does not say."""
    return read()["minutes"][kept]


# In words, for members and for everybody who wants to know before joining ---------------------------

FIELD_NAMES = {
    "handle": _("Handle to sign in with"),
    "pseudonym": _("Chosen name"),
    "email": _("E-mail address"),
    "phone": _("Phone or Signal"),
    "safe_contact": _("Safe-contact rules"),
    "country": _("Country"),
    "chapter": _("Chapter"),
    "languages": _("Languages"),
    "pronouns": _("Pronouns"),
    "bio": _("About me"),
    "avatar": _("Woven pattern"),
    "photo": _("Photo"),
    "experience": _("Experience"),
    "skills": _("What I offer"),
    "directory": _("Directory"),
    "joined": _("When you joined"),
    "connections": _("Your connections"),
    "blocks": _("Whom you blocked"),
    "avoided": _("Who must not find you"),
    "sessions": _("Where you are signed in"),
    "second_factor": _("Whether you use a second step"),
    "join_note": _("What you wrote when you asked to join"),
    "look_log": _("Who looked at your sealed data"),
}
KEPT_NAMES = {
    "unanswered_requests": _("Requests to join that nobody answered"),
    "vetting_notes": _("Officers' notes on a request to join, after the decision"),
    "invitations": _("Invitations"),
    "connection_requests": _("Requests to be connected, until somebody says yes"),
    "looks": _("The list of who looked at your sealed data"),
    "glances": _("Which profiles you opened (counted, without names)"),
    "alerts": _("Alerts to the safeguarding lead"),
    "notices": _("Notices on your start page"),
    "security_events": _("Changes to your passphrase and keys"),
    "reveals": _("An officer's reason to look at sealed data"),
    "freezes": _("Which officers hid a chapter"),
    "closed_accounts": _("An account that you close, until it is erased"),
    "gone_blocks": _("A block, after the other person has left"),
    "inactive_told": _("Without a visit, until we tell you that we would erase"),
    "inactive_erased": _("Without a visit, until everything is erased"),
    "logs": _("Technical logs (without addresses and names)"),
    "backups": _("Backups"),
    "unfetched_exports": _("A copy of your data that you asked for and did not fetch"),
}
COLUMNS = {
    Audience.SELF: _("You"),
    Audience.CONNECTIONS: _("Connections"),
    Audience.CHAPTER: _("Chapter"),
    Audience.MEMBERS: _("All members"),
    Audience.COUNCIL: _("Council"),
    Audience.SAFE: _("Coordinator, safeguarding"),
    Audience.EDITORS: _("Staff"),
    Audience.ADMINISTRATOR: _("Administrator"),
    Audience.PUBLIC: _("Everyone"),
}
CELLS = {
    Rule.ALWAYS: _("yes"),
    Rule.OPEN: _("if you open it"),
    Rule.GLASS: _("with a second person; you are told"),
    Rule.COUNTED: _("counted, from ten"),
    Rule.SEALED: _("unreadable"),
    Rule.PART: _("in part"),
    Rule.NEVER: _("no"),
}


def table():
    """Return the matrix as {"columns": [label], "rows": [{"name", "cells": [(label, word, rule)]}]}."""
    rows = [
        {
            "name": FIELD_NAMES[field],
            "cells": [(COLUMNS[a], CELLS[given], given) for a, given in by_audience.items()],
        }
        for field, by_audience in fields().items()
    ]
    return {"columns": list(COLUMNS.values()), "rows": rows}


def kept():
    """Return [(what, days)] in the order of the file."""
    return [(KEPT_NAMES[name], number) for name, number in read()["retention"].items()]
