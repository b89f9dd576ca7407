"""How may we reach you? And why do you want to know?"""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from network.contact.models import ContactCard
from network.contact.rules import CHANNELS, DAYS, PARTS
from network.members.limits import at_most

# No browser on a shared phone shall offer to fill these in.
UNKEPT = {"autocomplete": "off", "spellcheck": "false"}


def _text(label, most, help_text="", **attrs):
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs=UNKEPT | attrs),
        validators=[at_most(most)],
    )


class ContactForm(forms.Form):
    phone = _text(_("Phone or Signal"), 60, inputmode="tel")
    channel = forms.ChoiceField(
        label=PARTS["channel"],
        required=False,
        choices=[("", _("Never contact me outside")), *CHANNELS.items()],
        help_text=_("Outside means: any way but the messages on these pages."),
    )
    days = forms.MultipleChoiceField(
        label=PARTS["days"],
        required=False,
        choices=list(DAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    hours = _text(PARTS["hours"], 60, _("For example: between 10 and 12 in the morning."))
    code_word = _text(
        PARTS["code_word"], 60, _("The caller says it first. Without it, you can hang up.")
    )
    if_someone_else = _text(
        PARTS["if_someone_else"], 120, _("For example: from the school, about a parents’ evening.")
    )
    note = forms.CharField(
        label=PARTS["note"],
        required=False,
        help_text=_("What else must the caller know? 500 characters at most."),
        widget=forms.Textarea(attrs=UNKEPT | {"rows": 4}),
        validators=[at_most(500)],
    )
    mail_level = forms.ChoiceField(
        label=_("Mail when something is new"),
        choices=ContactCard.MailLevel.choices,
        widget=forms.RadioSelect,
        help_text=_("At most one mail a day. None has a link in it."),
    )
    mail_language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, card, data=None):
        """Return the form as a member filled it in last."""
        rules = card.sealed_rules or {}
        fixed = {"mail_level": card.mail_level, "mail_language": card.mail_language}
        return cls(data, initial={"phone": card.sealed_phone or "", **rules, **fixed})

    def clean(self):
        cleaned = super().clean()
        other = [part for part in PARTS if part != "channel" and cleaned.get(part)]
        if other and not cleaned.get("channel") and "channel" not in self.errors:
            self.add_error(
                "channel",
                _(
                    "You wrote rules for a call. Choose how you may be contacted, or empty the rules."
                ),
            )
        return cleaned

    def values(self):
        """Return what `actions.save_card` takes."""
        cleaned = self.cleaned_data
        return {
            "phone": cleaned["phone"],
            "rules": {part: cleaned[part] for part in PARTS if cleaned[part]},
            "mail_level": cleaned["mail_level"],
            "mail_language": cleaned["mail_language"],
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to reach this member outside?"),
        min_length=20,
        help_text=_(
            "20 to 1,000 characters. A second person reads it. It is erased after 30 days."
        ),
        widget=forms.Textarea(attrs=UNKEPT | {"rows": 5}),
        validators=[at_most(1000)],
        error_messages={
            "required": _("Write the reason, so that a second person can decide."),
            "min_length": _(
                "Say a little more, at least %(limit_value)d characters: a second person must be"
                " able to decide."
            ),
        },
    )
