"""What a member says of herself, as it goes into her copy."""

import base64

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.matrix import Audience
from network.members.belongings import Attachment, belongs, left_out
from network.profiles.models import Alert, Glance, Opening, Photo, Profile, SearchWord


@belongs(Profile, title=gettext_lazy("Profile"))
def profile(row):
    return {
        _("Chosen name"): row.sealed_pseudonym,
        _("Country"): row.sealed_country,
        _("Languages"): row.sealed_languages,
        _("Pronouns"): row.sealed_pronouns,
        _("About me"): row.sealed_bio,
        _("Experience"): row.sealed_experience,
        _("What I offer"): row.sealed_skills,
        _("Pattern of the drawn picture"): row.avatar_seed,
    }


@belongs(Opening, "profile__member", title=gettext_lazy("What is open to whom"))
def opening(row):
    return {_("Part"): row.field, _("Open to"): Audience(row.audience).label}


@belongs(Photo, "profile__member", title=gettext_lazy("Photo"))
def photo(row):
    return {_("File"): Attachment("photo.webp", base64.b64decode(row.sealed_webp))}


left_out(Glance, "viewer", because="Keyed names of other people's profiles, for one day.")
left_out(Alert, because="Safeguarding's question; telling it would show what is watched for.")
left_out(SearchWord, "profile__member", because="Words of her profile once more, for the search.")
