"""Atom feeds of what is public."""

import re
from datetime import UTC, datetime, time
from urllib.parse import urlencode
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from home.news.models import NewsPage
from home.subjects.models import Issue
from home.subjects.pages import CountryPage
from home.templatetags.safety import local_path

ENTRIES = 30
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NewsFeed(Feed):
    """The newest public news, of everything or of one issue or country."""

    feed_type = Atom1Feed

    def get_object(self, request, issue=None, country=None):
        if issue:
            return {"issue": get_object_or_404(Issue.objects.public(), slug=issue)}
        if country:
            page = get_object_or_404(CountryPage.objects.open(), slug=country)
            return {"country": page.country}
        return {}

    def title(self, subject):
        for value in subject.values():
            return _("News: %(subject)s") % {"subject": value}
        return _("News of the Global Survivor Network")

    def link(self, subject):
        """Return the list that a reader would see; it is also the feed's lasting id."""
        chosen = {}
        if "issue" in subject:
            chosen["issue"] = subject["issue"].slug
        if "country" in subject:
            chosen["country"] = subject["country"].code
        news = local_path("/news/")
        return f"{news}?{urlencode(chosen)}" if chosen else news

    def author_name(self, subject):
        return _("Global Survivor Network")

    def items(self, subject):
        news = NewsPage.objects.open()
        if "issue" in subject:
            news = news.filter(issues=subject["issue"])
        if "country" in subject:
            news = news.filter(countries=subject["country"])
        return news.order_by("-date", "-pk")[:ENTRIES]

    def item_title(self, item):
        return NOT_IN_XML.sub("", item.title)

    def item_description(self, item):
        return NOT_IN_XML.sub("", item.intro)

    def item_link(self, item):
        return item.full_url

    def item_guid(self, item):
        # Stays when the page is renamed or moved; a translation is another entry.
        return uuid5(item.translation_key, str(item.locale_id)).urn

    def item_pubdate(self, item):
        return datetime.combine(item.date, time(), tzinfo=UTC)

    def item_updateddate(self, item):
        return item.last_published_at
