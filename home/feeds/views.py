"""Atom feeds of what is public."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from home.news.models import NewsPage
from home.subjects.models import Country, Issue

ENTRIES = 30


class NewsFeed(Feed):
    """The newest public news, of everything or of one issue or country."""

    feed_type = Atom1Feed

    def get_object(self, request, issue=None, country=None):
        if issue:
            return {"issue": get_object_or_404(Issue.objects.public(), slug=issue)}
        if country:
            return {"country": get_object_or_404(Country, page__slug=country, page__live=True)}
        return {}

    def title(self, subject):
        for value in subject.values():
            return _("News: %(subject)s") % {"subject": value}
        return _("News of the Global Survivor Network")

    def link(self, subject):
        return reverse("feed-news")

    def items(self, subject):
        news = NewsPage.objects.open()
        if "issue" in subject:
            news = news.filter(issues=subject["issue"])
        if "country" in subject:
            news = news.filter(countries=subject["country"])
        return news.order_by("-date", "-pk")[:ENTRIES]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.intro

    def item_link(self, item):
        return item.full_url

    def item_pubdate(self, item):
        return datetime.combine(item.date, time(), tzinfo=UTC)

    def item_updateddate(self, item):
        return item.last_published_at
