"""A member's copy: one ZIP file with a neutral name, readable by people and by programs."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from network.members.belongings import Attachment, exported
from network.members.models import today

ROWS_AT_ONCE = 200


def pack(member):
    """
    Return the ZIP file as bytes: notes.html, notes.json and the member's files.

    Rows are read, written and forgotten one by one: only the packed file grows in memory.
    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        attachments = _write(archive, "notes.html", as_html(member))
        _write(archive, "notes.json", as_json(member))
        for attachment in attachments.values():
            archive.writestr(ZipInfo(attachment.name), attachment.content)
    return packed.getvalue()


def sections(member):
    """Yield (title, rows) of everything that has rows; `rows` yields dicts of plain values."""
    for belonging in exported():
        rows = belonging.rows(member)
        if rows.exists():
            yield str(belonging.title), _described(belonging, rows)


def as_html(member):
    """Yield the readable page, and an Attachment where a file belongs beside it."""
    yield render_to_string("network/privacy/copy/head.html", {"day": today()})
    for title, rows in sections(member):
        yield render_to_string("network/privacy/copy/section.html", {"title": title})
        for row in rows:
            yield from _files(row)
            yield render_to_string("network/privacy/copy/row.html", {"row": _named(row)})
    yield render_to_string("network/privacy/copy/foot.html")


def as_json(member):
    """Yield the same for programs: {"made_on": day, "sections": [{"title": …, "rows": […]}]}."""
    yield f'{{"made_on": "{today()}", "sections": ['
    for number, (title, rows) in enumerate(sections(member)):
        yield ", " if number else ""
        yield f'{{"title": {json.dumps(title, ensure_ascii=False)}, "rows": ['
        for place, row in enumerate(rows):
            yield ", " if place else ""
            yield json.dumps(_named(row), cls=DjangoJSONEncoder, ensure_ascii=False)
        yield "]}"
    yield "]}\n"


def _described(belonging, rows):
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield belonging.describe(row)


def _files(row):
    return (value for value in row.values() if isinstance(value, Attachment))


def _named(row):
    """Return the row with the names of its files instead of the files."""
    return {
        str(label): value.name if isinstance(value, Attachment) else value
        for label, value in row.items()
    }


def _write(archive, name, parts):
    """Write texts into a file of the archive and return the Attachments among them by name."""
    attachments = {}
    with archive.open(name, "w") as file:
        for part in parts:
            if isinstance(part, Attachment):
                attachments[part.name] = part
            else:
                file.write(part.encode())
    return attachments
