"""The editors' upload forms: refuse with a sentence, and never propose the file's name as title."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from home.media.pdf import scrub_pdf
from home.media.scrub import scrub_image


class ImageUploadField(WagtailImageField):
    """Takes JPEG, PNG and WebP; its value is a `CleanImage`."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        return upload and scrub_image(upload)


class DocumentUploadField(WagtailDocumentField):
    """Takes PDF; its value is a `CleanPDF`."""

    def to_python(self, data):
        upload = super().to_python(data)
        return upload and scrub_pdf(upload)


def _use(form, field_class):
    """Put our upload field in place of Wagtail's, with a plain file input.

    Wagtail's own input copies the file's name into the title.
    """
    if "file" in form.fields:
        old = form.fields["file"]
        form.fields["file"] = field_class(
            label=old.label,
            required=old.required,
            widget=forms.FileInput,
            # The name on the uploader's own disk is not kept, so its length does not matter.
            max_length=None,
        )
    if "title" in form.fields:
        form.fields["title"].help_text = _("A name for editors. Readers do not see it.")


class ImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _use(self, ImageUploadField)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _use(self, DocumentUploadField)
        if "title" in self.fields:
            self.fields["title"].help_text = _("What readers see as the text of the link.")
