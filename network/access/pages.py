"""A page of the public tree that only members and staff can read, whatever an editor does."""

from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import BaseViewRestriction, Page, PagePermissionTester, PageViewRestriction
from wagtail.url_routing import RouteResult

from network import policy
from network.access.door import stop


class _AlwaysPrivate(PagePermissionTester):
    def can_set_view_restrictions(self):
        return False


class MembersPage(Page):
    """Closed from its first moment. The door is in the code; the row in the database repeats it."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    members_only = True
    template = "network/access/members_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]
    # What is below a members' page is a members' page, so that no public child opens the path.
    subpage_types = ["network.MembersPage"]
    private_page_options = []
    # Not in the search index: a hit would tell strangers the title.
    search_fields = []
    api_fields = []

    class Meta:
        verbose_name = _("members' page")
        verbose_name_plural = _("members' pages")

    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        # For lists, searches and the API, which look at these rows and never call the page.
        rows = PageViewRestriction.objects.filter(page=self)
        login = {"restriction_type": BaseViewRestriction.LOGIN}
        first = rows.filter(**login).first() or rows.create(page=self, **login)
        rows.exclude(pk=first.pk).delete()
        return result

    def get_default_privacy_setting(self, request):
        return {"type": BaseViewRestriction.LOGIN}

    def permissions_for_user(self, user):
        return _AlwaysPrivate(user, self)

    def route(self, request, path_components):
        # Whatever is asked for below, strangers get this page's answer: they cannot find out what is.
        if not policy.may_read_members_pages(request.user):
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        response = stop(request, may=policy.may_read_members_pages)
        if response is None:
            response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_sitemap_urls(self, request=None):
        return []
