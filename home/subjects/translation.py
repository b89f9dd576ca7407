"""Translating a page in the CMS: what cannot be copied is said, not shown as an error."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView

PARENT_FIRST = _("Translate the page above this one first. Then this page has a place to go.")
ONCE = _(
    "Nothing was copied. The page of a country, an issue or a part of the model exists once, "
    "for all languages. Translate other pages without their child pages."
)


class SubmitPageTranslation(SubmitPageTranslationView):
    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except ParentNotTranslatedError:
            messages.error(request, PARENT_FIRST)
        except IntegrityError:
            # Such a page points to its subject by a unique key, which a copy would use twice.
            messages.error(request, ONCE)
        return redirect(request.path)


@hooks.register("register_admin_urls", order=-1)
def translation_address():
    return [path("translation/submit/page/<int:page_id>/", SubmitPageTranslation.as_view())]
