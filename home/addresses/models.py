"""How often old addresses are still asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RedirectUse(models.Model):
    """A counter for one redirect."""

    redirect = models.OneToOneField(
        "wagtailredirects.Redirect", on_delete=models.CASCADE, related_name="use"
    )
    count = models.PositiveIntegerField(_("times used"), default=0)

    class Meta:
        verbose_name = _("use of a redirect")

    def __str__(self):
        return str(self.count)
