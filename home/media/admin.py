"""The CMS's upload views, where Wagtail's own would keep a raw file or its name."""

from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as many_documents
from wagtail.images.views import images
from wagtail.images.views import multiple as many_images

from home.media.pdf import CleanPDF, scrub_pdf
from home.media.refusal import RefusalError
from home.media.scrub import CleanImage, scrub_image


class Answers422:
    """A form that is not taken says so in its status as well."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class AddImage(Answers422, images.CreateView):
    pass


class EditImage(Answers422, images.EditView):
    pass


class AddDocument(Answers422, documents.CreateView):
    pass


class EditDocument(Answers422, documents.EditView):
    pass


class CleansUpload:
    """Cleans a file of the many-at-once page before Wagtail puts it aside for its description.

    Refusals keep Wagtail's status 200: its script shows the sentence only then.
    """

    def post(self, request):
        upload = request.FILES.get("files[]")
        if upload is None:
            return HttpResponseBadRequest(_("Choose a file first."))
        try:
            request.FILES["files[]"] = self.scrub(upload)
        except RefusalError as refusal:
            return JsonResponse({"success": False, "error_message": " ".join(refusal.messages)})
        # The page's script sends the file's name as title.
        request.POST = request.POST.copy()
        request.POST["title"] = ""
        return super().post(request)

    def get_edit_upload_form_context_data(self):
        self.object.title = ""
        return super().get_edit_upload_form_context_data()


class AddImages(CleansUpload, many_images.AddView):
    scrub = staticmethod(scrub_image)


class AddDocuments(CleansUpload, many_documents.AddView):
    scrub = staticmethod(scrub_pdf)


class TakesCleanUpload:
    """Turns the file that `CleansUpload` put aside into the object, without cleaning it twice."""

    def save_object(self, form):
        with self.upload.file.open() as file:
            self.object.file.save("", self.clean_class(file.read()), save=False)
        self.object.uploaded_by_user = self.request.user
        form.save()


class CreateImageFromUpload(TakesCleanUpload, many_images.CreateFromUploadedImageView):
    clean_class = CleanImage


class CreateDocumentFromUpload(TakesCleanUpload, many_documents.CreateFromUploadedDocumentView):
    clean_class = CleanPDF


# They stand before Wagtail's addresses of the same paths; names still lead to them.
urlpatterns = [
    path("images/add/", AddImage.as_view()),
    path("images/<int:image_id>/", EditImage.as_view()),
    path("images/multiple/add/", AddImages.as_view()),
    path(
        "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
        CreateImageFromUpload.as_view(),
    ),
    path("documents/add/", AddDocument.as_view()),
    path("documents/edit/<int:document_id>/", EditDocument.as_view()),
    path("documents/multiple/add/", AddDocuments.as_view()),
    path(
        "documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/",
        CreateDocumentFromUpload.as_view(),
    ),
]
