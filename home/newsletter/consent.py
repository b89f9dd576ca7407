"""What people agree to when they subscribe. Change the text only together with its version."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11-21"
TEXT = _(
    "We use your address only to send you this newsletter. It is stored encrypted and shown to nobody. "
    "You can leave with one click in every mail; then we erase your address at once."
)
