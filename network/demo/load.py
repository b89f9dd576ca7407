"""All of the demo's members' space, in the order in which its parts rest on each other."""

from network.demo import access, contact, joining, people, privacy, profiles, rooms


def load():
    """Create or repair the demo people and all that is theirs; returns the accounts by handle."""
    accounts = people.load()
    for part in (access, profiles, contact, joining, privacy, rooms):
        part.load(accounts)
    return accounts
