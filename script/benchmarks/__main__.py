"""`script/bench [http|weight|people|rooms|appends ...] [--seconds N] [--rounds N] [--requests N] [address ...]`"""

import argparse
import sys

from benchmarks import appends, http, people, rooms, weight

PARTS = {
    "http": http.run,
    "weight": weight.run,
    "people": people.run,
    "rooms": rooms.run,
    "appends": appends.run,
}
ADDRESSES = ["/", "/countries/kenya/", "/figures/"]


def main():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("words", nargs="*", help="parts (see above) and addresses (/…)")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=7, help="medians are taken over these")
    parser.add_argument("--requests", type=int, default=100_000, help="for the memory figure")
    parser.add_argument("--processes", type=int, help="rooms: only with so many (1 or 2)")
    parser.add_argument("--listeners", type=int, default=1000, help="rooms: at most so many")
    options = parser.parse_args()
    options.addresses = [word for word in options.words if word.startswith("/")] or ADDRESSES
    parts = [word for word in options.words if not word.startswith("/")] or list(PARTS)
    if unknown := set(parts) - PARTS.keys():
        parser.error(f"There is no part {', '.join(unknown)}. Choose from: {', '.join(PARTS)}.")
    # A list, not a generator: every part runs, also after one that missed a target.
    sys.exit(0 if min([PARTS[part](options) for part in parts]) else 1)


main()
