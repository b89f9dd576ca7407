from django.db import models

from home.sealing.fields import SealedJSONField, SealedRow, SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email


class Letter(SealedRow):
    stamp = models.CharField(max_length=20, blank=True)
    body = SealedTextField(null=True, blank=True)
    email = SealedTextField(null=True, blank=True)
    email_index = BlindIndexField(follows="email", normalise=normalise_email, unique=True)
    choices = SealedJSONField(null=True, blank=True)

    def __str__(self):
        return f"letter {self.pk}"
