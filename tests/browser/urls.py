"""The portal, and one page that only a member may read."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache

from portal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from portal.urls import urlpatterns as portal_patterns


@never_cache
@login_required
def member_page(request):
    return render(request, "browser/member.html")


urlpatterns = [path("member-page/", member_page), *portal_patterns]
