"""Which pages strangers may read, asked in one query."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


def open_to_all(pages):
    """Narrow a queryset of pages to live ones that nothing on or above them restricts."""
    # Every page whose path begins with a restricted page's path lies below that page.
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = PageViewRestriction.objects.annotate(below=path).filter(
        below__startswith=F("page__path")
    )
    return pages.live().exclude(Exists(restricted))


class OpenPageQuerySet(PageQuerySet):
    def open(self):
        """Return what strangers may read; Wagtail's own `public()` asks one query more."""
        return open_to_all(self)


OpenPageManager = PageManager.from_queryset(OpenPageQuerySet)
