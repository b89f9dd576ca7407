"""The languages in which agencies answer, by code and name."""

from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# What is spoken where the network works and where its members live.
FROM_DJANGO = [
    "ar", "bn", "en", "es", "fa", "fr", "hi", "hu", "id", "it", "km", "kn", "ko", "ml", "mr",
    "ms", "my", "ne", "nl", "pa", "pl", "pt", "ro", "ru", "sq", "sw", "ta", "te", "th", "tr",
    "uk", "ur", "vi", "zh-hans", "zh-hant",
]  # fmt: skip
# Codes of ISO 639 that Django has no name for.
OUR_OWN = {
    "ach": _("Acholi"),
    "am": _("Amharic"),
    "ay": _("Aymara"),
    "ceb": _("Cebuano"),
    "ee": _("Ewe"),
    "fil": _("Filipino"),
    "ha": _("Hausa"),
    "ht": _("Haitian Creole"),
    "ig": _("Igbo"),
    "kek": _("Q’eqchi’"),
    "lg": _("Luganda"),
    "lo": _("Lao"),
    "luo": _("Luo"),
    "ny": _("Chichewa"),
    "qu": _("Quechua"),
    "quc": _("K’iche’"),
    "rom": _("Romani"),
    "so": _("Somali"),
    "tw": _("Twi"),
    "yo": _("Yoruba"),
    "zu": _("Zulu"),
}


def own_name(code):
    """Return a language's name in itself, ours where Django has none, or its code in capitals."""
    try:
        return capfirst(get_language_info(code)["name_local"])
    except KeyError:
        return str(OUR_OWN.get(code, code.upper()))


def choices(chosen=()):
    """Return (code, name in the reader's language) by name; `chosen` codes are always among them."""
    names = {code: get_language_info(code)["name_translated"] for code in FROM_DJANGO}
    names |= {code: str(name) for code, name in OUR_OWN.items()}
    names |= {code: code.upper() for code in chosen if code not in names}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
