"""Keep the translations: `--update` collects texts, `--check` fails when one is missing or stale."""

import re
import subprocess
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

LOCALES = ["es"]
ROOT = Path(__file__).resolve().parent.parent
IGNORED = ["var/*", ".venv/*", "tests/*", "static/*"]


def collect():
    words = ["manage.py", "makemessages", "--no-location", "--no-wrap", "--verbosity", "0"]
    for locale in LOCALES:
        words += ["--locale", locale]
    for pattern in IGNORED:
        words += ["--ignore", pattern]
    execute_from_command_line(words)


def catalogue(locale):
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def without_date(text):
    return re.sub(r'"POT-Creation-Date:.*\n', "", text)


def findings(locale):
    """Return one sentence for each thing that is wrong with a catalogue."""
    path = catalogue(locale)
    before = path.read_text()
    collect()
    after = path.read_text()
    path.write_text(before)
    found = []
    if without_date(before) != without_date(after):
        found.append("texts have changed: run script/catalogue.py --update and translate")
    count = subprocess.run(  # noqa: S603 - our own command
        ["msgfmt", "--check", "--statistics", "-o", "/dev/null", str(path)],  # noqa: S607
        capture_output=True,
        text=True,
    )
    if count.returncode or "untranslated" in count.stderr or "fuzzy" in count.stderr:
        found.append(count.stderr.strip())
    return [f"{locale}: {sentence}" for sentence in found]


def main():
    if "--update" in sys.argv:
        collect()
        return 0
    found = [sentence for locale in LOCALES for sentence in findings(locale)]
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    return bool(found)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
