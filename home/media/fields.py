"""File fields that clean what they are given, whoever gives it: a form, an API or a line of code."""

from django.db import models
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from home.media.pdf import scrub_pdf
from home.media.scrub import read_size, scrub_image


class CleansFirst:
    """Saves the cleaned file under its new random name; hash and size are those of what is kept."""

    def save(self, name, content, save=True):
        clean = self.clean(content, name)
        super().save(clean.name, clean, save=False)
        self.instance.file_size = clean.size
        self.instance.file_hash = hash_filelike(clean)
        if save:
            self.instance.save()

    save.alters_data = True


class KeepsCleanFile:
    """A model with a field named `file` of these kinds, its hash and its size."""

    def keep_clean_file(self):
        """Store a new file now, so that the row gets its measures and not those of the upload."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)

    def save(self, *args, update_fields=None, **kwargs):
        self.keep_clean_file()
        if update_fields is not None and "file" in update_fields:
            update_fields = {*update_fields, "file_hash", "file_size"}
        super().save(*args, update_fields=update_fields, **kwargs)


class CleanFileQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for obj in objs:
            obj.keep_clean_file()
        return super().bulk_create(objs, *args, **kwargs)


class ScrubbedImageFieldFile(CleansFirst, WagtailImageFieldFile):
    clean = staticmethod(scrub_image)

    def get_image_dimensions(self):
        was_closed = self.closed
        self.open()
        try:
            return read_size(self)
        finally:
            if was_closed:
                self.close()


class ScrubbedImageField(WagtailImageField):
    attr_class = ScrubbedImageFieldFile


class ScrubbedPDFFieldFile(CleansFirst, models.fields.files.FieldFile):
    clean = staticmethod(scrub_pdf)


class ScrubbedPDFField(models.FileField):
    attr_class = ScrubbedPDFFieldFile
