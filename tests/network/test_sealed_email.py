"""Whoever copies the database does not learn a member's address."""

import os
import sqlite3
import subprocess

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

ADDRESS = "canary-member@example.org"
User = get_user_model()


def dump():
    """Return the whole database as any stranger with a copy of it would read it, in bytes."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        connection.close()  # so that everything written is in the file or beside it
        with sqlite3.connect(settings["NAME"]) as copy:
            text = "\n".join(copy.iterdump()).encode()
        files = [settings["NAME"], f"{settings['NAME']}-wal"]
        return text + b"".join(open(f, "rb").read() for f in files if os.path.exists(f))
    arguments = [f"--host={settings['HOST']}", f"--port={settings['PORT']}"]
    arguments += [f"--username={settings['USER']}", settings["NAME"]]
    environment = {**os.environ, "PGPASSWORD": settings["PASSWORD"] or ""}
    finished = subprocess.run(
        ["pg_dump", *arguments], env=environment, capture_output=True, check=True
    )
    return finished.stdout


def test_a_full_copy_of_the_database_holds_no_address(committed):
    User.objects.create_user("quiet-river-4821", sealed_email=ADDRESS)
    copy = dump()
    assert b"quiet-river-4821" in copy  # the copy is whole
    assert b"v1|dev-only|" in copy
    for spelling in (ADDRESS, ADDRESS.upper(), ADDRESS.partition("@")[0], ADDRESS[::-1]):
        assert spelling.encode() not in copy
        assert spelling.encode().hex().encode() not in copy


@pytest.mark.django_db
def test_the_member_herself_reads_her_address_and_wagtail_reads_none():
    User.objects.create_user("quiet-river-4821", sealed_email=ADDRESS)
    member = User.objects.get()
    assert member.sealed_email == ADDRESS
    assert member.email == ""
    member.sealed_email = None
    member.save()
    assert User.objects.get().sealed_email is None
