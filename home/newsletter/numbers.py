"""How many subscribe, told so that nobody can be singled out."""

from collections import Counter

from django.conf import settings

from home.newsletter.models import Subscriber, Topic

FEWEST = 10  # smaller groups are not told


def overview() -> dict:
    """Return the number of confirmed subscribers in all, by topic and by language.

    None stands for fewer than ten. Languages add up to the total, so one hidden number hides the
    next smallest too: the difference would tell it. Topics overlap and add up to nothing.
    """
    rows = list(Subscriber.objects.values_list("topics", "language"))
    topics = Counter(topic for chosen, _language in rows for topic in chosen or Topic.values)
    languages = Counter(language for _topics, language in rows)
    return {
        "total": _told(len(rows)),
        "topics": [(label, _told(topics[value])) for value, label in Topic.choices],
        "languages": _without_differences(
            [(label, languages[code]) for code, label in settings.LANGUAGES]
        ),
    }


def _told(count):
    return count if count >= FEWEST else None


def _without_differences(parts):
    hidden = [label for label, count in parts if count < FEWEST]
    if len(hidden) == 1 and len(parts) > 1:
        rest = [(count, str(label)) for label, count in parts if count >= FEWEST]
        hidden.append(min(rest)[1])
    return [(label, None if str(label) in map(str, hidden) else count) for label, count in parts]
