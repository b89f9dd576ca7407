"""The pictures and documents of the public site. Members' own pictures never come here."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    get_upload_to,
)
from wagtail.search import index

from home.media.fields import (
    CleanFileQuerySet,
    KeepsCleanFile,
    ScrubbedImageField,
    ScrubbedPDFField,
)
from home.media.refusal import extension


class PortalImageQuerySet(CleanFileQuerySet, ImageQuerySet):
    pass


class PortalDocumentQuerySet(CleanFileQuerySet, DocumentQuerySet):
    pass


class PortalImage(KeepsCleanFile, AbstractImage):
    """A picture: cleaned, described (or said to be decoration), and credited."""

    file = ScrubbedImageField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What a person who cannot see the picture needs to know, in one sentence."),
    )
    is_decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_("The picture says nothing that the text does not say. Readers skip it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture, as this person wishes to be named."),
    )

    objects = PortalImageQuerySet.as_manager()

    admin_form_fields = (
        "title", "file", "description", "is_decorative", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_decorative=True) | ~models.Q(description=""),
                name="image_is_described_or_decorative",
                violation_error_message=_("Describe the picture, or tick “decoration only”."),
            )
        ]

    def clean(self):
        super().clean()
        if not self.description.strip() and not self.is_decorative:
            sentence = _("Describe the picture in one sentence, or tick “decoration only”.")
            raise ValidationError({"description": sentence})

    @property
    def default_alt_text(self):
        """The description; empty for decoration. Never the title, which is a note for editors."""
        return "" if self.is_decorative else self.description

    def get_upload_to(self, filename):
        return f"original_images/{filename}"

    def create_renditions(self, *filters):
        # Wagtail's bulk version ignores a conflict and hands out a file that no row knows, and we
        # serve only files that a row knows.
        return {filter: self.create_rendition(filter) for filter in filters}


class PortalRendition(AbstractRendition):
    """A made size of a picture. Its address is random and tells nothing about the original."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    def get_upload_to(self, filename):
        return f"images/{secrets.token_hex(16)}.{extension(filename)}"


class PortalDocument(KeepsCleanFile, AbstractDocument):
    """A PDF, written anew on upload, given out only by the view that asks first."""

    file = ScrubbedPDFField(_("file"), upload_to="documents")

    objects = PortalDocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_document", "Can choose document")]
        indexes = [models.Index(fields=["file"], name="document_by_file")]

    def clean(self):
        # Not Wagtail's: the field looks into the file, and a look at the name alone stops the
        # many-at-once page, where the file comes after the form.
        models.Model.clean(self)

    @property
    def url(self):
        return reverse("wagtaildocs_serve", args=[self.pk, self.filename])
