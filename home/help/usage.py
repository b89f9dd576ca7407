"""Where an agency shows: pages find agencies by their subjects, so no reference leads back."""

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.usage import UsageView as GenericUsageView
from wagtail.models import Page
from wagtail.snippets.views.snippets import UsageView

from home.help.pages import HelpPage
from home.subjects.pages import CountryPage, IssuePage


def pages_showing(agency):
    """Return the live pages whose readers meet the agency: help, its countries, its issues."""
    kinds = (
        HelpPage.objects.all(),
        CountryPage.objects.filter(country__in=agency.countries.all()),
        IssuePage.objects.filter(issue__in=agency.issues.all()),
    )
    found = Q(pk__in=[pk for pages in kinds for pk in pages.live().values_list("pk", flat=True)])
    return Page.objects.filter(found).order_by("title")


class AgencyUsageView(UsageView):
    """The pages that show one agency, each with the way to its form."""

    def get_queryset(self):
        return pages_showing(self.object)

    @property
    def columns(self):
        urls = AdminURLFinder(self.request.user)
        return [
            TitleColumn("title", label=_("Name"), get_url=urls.get_edit_url),
            Column(
                "type",
                label=_("Type"),
                accessor=lambda page: capfirst(page.specific_class._meta.verbose_name),
            ),
        ]

    def get_table(self, object_list, **kwargs):
        # Past the parent, whose table is one of references.
        return super(GenericUsageView, self).get_table(object_list, **kwargs)
