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
