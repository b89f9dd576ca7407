"""What Wagtail keeps of people who work in the CMS: it belongs to the site, without their name."""

from django.apps import apps
from django.db import models

from network.members.belongings import Fate, left_out
from network.members.models import User

WORK = "Work for the public site belongs to the site; only who did it is taken away."
TOOLS = "A setting or note of the editing system: no word of a member's life in the network."
NOT_OURS = ("network", "account", "mfa")


def declare_the_rest():
    """
    Declare the relations of Wagtail's models and of the public site's to an account.

    The database says what happens to each of them: SET_NULL keeps the work and CASCADE takes the
    tool. The two logs do neither and are declared by hand (belongs.py), because the erasure must
    clear them itself. A new relation of any other sort is declared nowhere, and the test fails.
    """
    for model in apps.get_models():
        if model._meta.app_label in NOT_OURS:
            continue
        for field in model._meta.local_fields:
            if field.remote_field is None or field.related_model is not User:
                continue
            if field.remote_field.on_delete is models.SET_NULL:
                left_out(model, field.name, because=WORK, fate=Fate.CLEARED)
            elif field.remote_field.on_delete is models.CASCADE:
                left_out(model, field.name, because=TOOLS)
