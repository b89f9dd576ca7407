"""The words by which a member can be found: only of fields that she opened, never of experience."""

import re
import unicodedata

from network.profiles.models import SearchWord

# Longest beginning of a chosen name that can be asked for, and the most words of an offer.
NAME_LETTERS = 6
SKILL_WORDS = 40
WORD = re.compile(r"\w+")


def folded(text):
    return unicodedata.normalize("NFC", text).casefold().strip()


def name_word(text):
    """Return the search word for a name that begins like `text`."""
    return f"pseudonym:{folded(text)[:NAME_LETTERS]}"


def country_word(code):
    return f"country:{code}"


def language_word(code):
    return f"languages:{code}"


def skill_words(text):
    """Return a search word for each word of an offer, or of what somebody asks for."""
    found = dict.fromkeys(WORD.findall(folded(text)))
    return [f"skills:{word}" for word in found if len(word) > 1][:SKILL_WORDS]


def words_of(profile, opened):
    """Return the search words of the fields in `opened` (names of the matrix)."""
    found = set()
    if "pseudonym" in opened:
        name = folded(profile.sealed_pseudonym)
        found |= {name_word(name[:end]) for end in range(1, NAME_LETTERS + 1)}
    if "country" in opened and profile.sealed_country:
        found.add(country_word(profile.sealed_country))
    if "languages" in opened:
        found |= {language_word(code) for code in profile.sealed_languages or ()}
    if "skills" in opened and profile.sealed_skills:
        found |= set(skill_words(profile.sealed_skills))
    return found


def renew(profile):
    """Write the search words anew from what is open now; part of the caller's transaction."""
    SearchWord.objects.filter(profile=profile).delete()
    words = words_of(profile, set(profile.openings.values_list("field", flat=True)))
    SearchWord.objects.bulk_create(
        SearchWord(profile=profile, sealed_word=word) for word in sorted(words)
    )
