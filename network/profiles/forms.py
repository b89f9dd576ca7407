"""What members type about themselves, how far they open it, and what they look for."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from home.help.languages import choices as language_choices
from home.media.scrub import scrub_image
from home.sanitize import BAD_IN_TEXT
from network.matrix import FIELD_NAMES, Audience, profile_fields
from network.profiles.choices import Experience
from network.profiles.levels import level_now, levels_of, openings_for, ticks_of

UNKNOWN = _("This cannot be chosen here. Choose one of the list.")


class PlainTextField(forms.CharField):
    """Plain text of people: no invisible marks that could turn or hide what others read."""

    def __init__(self, *args, lines=False, **kwargs):
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(*args, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value):
        text = super().to_python(value)
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))

    def validate(self, value):
        super().validate(value)
        if BAD_IN_TEXT.search(value):
            raise forms.ValidationError(
                _("There is an invisible sign in this text. Type it again instead of pasting it."),
                code="invisible",
            )
        if not self.lines and len(value.splitlines()) > 1:
            raise forms.ValidationError(_("Write this in one line."), code="lines")


def country_choices(empty):
    return [("", empty), *countries]


def optional_languages():
    return language_choices()


class ProfileForm(forms.Form):
    pseudonym = PlainTextField(
        label=_("Chosen name"),
        max_length=60,
        help_text=_("Any name you like. It need not be yours, and nobody checks it."),
    )
    pronouns = PlainTextField(label=_("Pronouns"), max_length=40, required=False)
    bio = PlainTextField(
        label=_("About me"),
        max_length=500,
        required=False,
        lines=True,
        help_text=_("Up to 500 signs. Leave out what would tell where you live or work."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: country_choices(_("I keep this to myself")),
        error_messages={"invalid_choice": UNKNOWN},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=optional_languages,
        error_messages={"invalid_choice": UNKNOWN},
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    skills = PlainTextField(
        label=_("What I offer"),
        max_length=300,
        required=False,
        lines=True,
        help_text=_("What you could help others with, in a few words. Up to 300 signs."),
    )
    experience = forms.MultipleChoiceField(
        label=_("Experience"),
        required=False,
        choices=Experience.choices,
        error_messages={"invalid_choice": UNKNOWN},
        help_text=_("Only for yourself and, if you open it, your connections. No search finds it."),
        widget=forms.CheckboxSelectMultiple,
    )


class VisibilityForm(forms.Form):
    """One choice for each field of the matrix, and ticks where the matrix has them."""

    def __init__(self, data=None, *, opened):
        super().__init__(data)
        for field in profile_fields():
            now = opened.get(field, set())
            self.fields[field] = forms.ChoiceField(
                label=FIELD_NAMES[field],
                required=False,
                choices=_level_choices(field),
                initial=level_now(field, now),
                error_messages={"invalid_choice": UNKNOWN},
            )
            for audience in ticks_of(field):
                self.fields[f"{field}_{audience}"] = forms.BooleanField(
                    label=TICK_NAMES[audience], required=False, initial=audience in now
                )

    def rows(self):
        """Return (choice, ticks) for each field, to be drawn together."""
        return [
            (self[field], [self[f"{field}_{audience}"] for audience in ticks_of(field)])
            for field in profile_fields()
        ]

    def clean(self):
        cleaned = super().clean()
        self.openings = {
            field: openings_for(
                field,
                cleaned.get(field, ""),
                [a for a in ticks_of(field) if cleaned.get(f"{field}_{a}")],
            )
            for field in profile_fields()
        }
        if not self.openings["directory"] <= self.openings["pseudonym"]:
            self.add_error(
                "directory",
                _(
                    "Who is in the directory needs a name there. Open your chosen name just as "
                    "far, or close the directory."
                ),
            )
        return cleaned


TICK_NAMES = {
    Audience.COUNCIL: _("also to the Leadership Council"),
    Audience.SAFE: _("also to your coordinator and the safeguarding lead"),
}
LEVEL_NAMES = {
    Audience.CONNECTIONS: _("My connections"),
    Audience.CHAPTER: _("My connections and my chapter"),
    Audience.MEMBERS: _("All approved members"),
}
# Where the matrix already lets connections see it, or leaves them out.
LEVEL_NAMES_OF = {
    ("directory", ""): _("I am in no directory"),
    ("directory", Audience.CHAPTER): _("In the directory of my chapter"),
    ("directory", Audience.MEMBERS): _("In the directory of all approved members"),
    ("pseudonym", ""): _("My connections (always)"),
    ("avatar", ""): _("My connections (always)"),
}


def _level_choices(field):
    closed = LEVEL_NAMES_OF.get((field, ""), _("Only me"))
    return [
        ("", closed),
        *(
            (level, LEVEL_NAMES_OF.get((field, level), LEVEL_NAMES[level]))
            for level in levels_of(field)
        ),
    ]


class CleanPictureField(forms.FileField):
    """Takes JPEG, PNG and WebP; its value is a `CleanImage`, and the original is kept nowhere."""

    def to_python(self, data):
        upload = super().to_python(data)
        return upload and scrub_image(upload)


class PhotoForm(forms.Form):
    photo = CleanPictureField(
        label=_("Photo"),
        # The name on her own disk is not kept, so its length does not matter.
        max_length=None,
        help_text=_("A JPEG, PNG or WebP file of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture first.")},
    )
    understood = forms.BooleanField(
        label=_("I know that a face, a place or a uniform can be recognised."),
        error_messages={"required": _("Tick this when you have read the warning.")},
    )


class SearchForm(forms.Form):
    """What the directory can be asked for: only what people opened, never experience."""

    name = PlainTextField(
        label=_("Name begins with"),
        max_length=60,
        required=False,
        help_text=_("Up to six letters count."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: country_choices(_("Any country")),
        error_messages={"invalid_choice": UNKNOWN},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("Any language")), *language_choices()],
        error_messages={"invalid_choice": UNKNOWN},
    )
    offer = PlainTextField(
        label=_("Can help with"), max_length=60, required=False, help_text=_("Whole words.")
    )
