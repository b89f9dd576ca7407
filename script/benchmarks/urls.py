"""The addresses of the site, and an ordinary page of 20 KB with ten queries."""

import random

from django.http import HttpResponse
from django.template import engines
from django.urls import path
from wagtail.models import Page

from home.pagecache.marks import public
from portal.urls import urlpatterns as site

TEMPLATE = """{% load i18n %}<!doctype html><html lang="en"><head><title>{% translate "Page" %}</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>{{ pages.0.title }}</h1>
{% for row in rows %}<article class="card"><h2>{{ row.title }} {{ forloop.counter }}</h2>
<p>{{ row.text|truncatewords:40 }}</p><a href="/stories/{{ forloop.counter }}/">{% translate "Read" %}</a>
</article>{% endfor %}</main></body></html>"""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sentence(number):
    """Return forty words that compress like real ones, the same each time."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _word in range(40))


TEXTS = [sentence(number) for number in range(60)]


@public
def ordinary(request):
    pages = [Page.objects.filter(depth=2).order_by("pk").first() for _query in range(10)]
    rows = [{"title": pages[0].title, "text": text} for text in TEXTS]
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"pages": pages, "rows": rows}, request))


@public
def light(request):
    """Hardly any work, so that the cost of the way to it shows."""
    return HttpResponse("<p>light</p>" * 100)


urlpatterns = [path("bench/page/", ordinary), path("bench/light/", light), *site]
