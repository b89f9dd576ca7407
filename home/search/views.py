"""Search over everything public: pages, questions, agencies and documents."""

from difflib import get_close_matches

from django import forms
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents import get_document_model
from wagtail.models import Collection, Locale, Page, PageViewRestriction

from home.help.models import Agency
from home.navigation.frame import frame
from home.pagecache.marks import is_anonymous, public
from home.pages.models import FilterForm
from home.questions.models import Question

from .words import MAX_WORDS, searchable

MAX_RESULTS = 30


class SearchForm(FilterForm):
    q = forms.CharField(
        label=_("Search this site"),
        max_length=100,
        error_messages={
            "max_length": _("Your search is too long. Use at most %(limit_value)d characters.")
        },
    )
    kind = forms.ChoiceField(
        label=_("Look in"),
        choices=[
            ("", _("Everything")),
            ("pages", _("Pages")),
            ("questions", _("Questions")),
            ("agencies", _("Help")),
            ("documents", _("Documents")),
        ],
    )


def readable_pages(request):
    """Return the pages in the reader's language that she may read: for strangers the public ones."""
    pages = Page.objects.live().filter(locale=Locale.get_active(), depth__gt=1)
    if is_anonymous(request):
        return pages.public()
    for restriction in PageViewRestriction.objects.select_related("page"):
        if not restriction.accept_request(request):
            pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages


def public_questions(request):
    return Question.objects.public()


def public_agencies(request):
    return Agency.objects.public()


def public_documents(request):
    """Return the documents in collections that no restriction on or above them closes."""
    open_collections = [
        collection.pk
        for collection in Collection.objects.all()
        if not collection.get_view_restrictions()
    ]
    return get_document_model().objects.filter(collection__in=open_collections)


SEARCHES = {
    "pages": (_("Pages"), readable_pages),
    "questions": (_("Questions"), public_questions),
    "agencies": (_("Help"), public_agencies),
    "documents": (_("Documents"), public_documents),
}


def find(request, words, kinds):
    """Return [(kind, title, results)] for the words, leaving out kinds without results."""
    found = []
    if not words:
        return found
    for kind in kinds:
        title, records = SEARCHES[kind]
        results = list(records(request).search(words, operator="or")[:MAX_RESULTS])
        if results:
            found.append((kind, title, results))
    return found


def promoted(words):
    """Return the public pages that editors put first for exactly these words."""
    query = Query.objects.filter(query_string=words.lower().strip()).first()
    if query is None:
        return []
    picks = query.editors_picks.select_related("page")
    return [pick for pick in picks if frame().url(pick.page_id)]


def vocabulary():
    """Return the words of all public titles, for suggesting a spelling."""
    titles = [line.title for line in frame().by_pk.values() if line.language == get_language()]
    titles += Question.objects.public().values_list("question", flat=True)
    titles += Agency.objects.public().values_list("name", flat=True)
    return {word.strip("?.,:()").lower() for title in titles for word in title.split()}


def better_spelling(words):
    """Return the words with unknown ones replaced by close known ones, or an empty string."""
    known = vocabulary()
    corrected = [
        word if word in known else (get_close_matches(word, known, n=1, cutoff=0.75) or [word])[0]
        for word in words.lower().split()
    ]
    suggestion = " ".join(corrected)
    return suggestion if suggestion != words.lower() else ""


@public
def search(request):
    """Show what is public and holds the words; nobody's words are kept."""
    form = SearchForm(request.GET)
    chosen = form.chosen
    words = " ".join(chosen.get("q", "").split()[:MAX_WORDS])
    kinds = [chosen["kind"]] if "kind" in chosen else list(SEARCHES)
    found = find(request, searchable(words), kinds)
    context = {
        "filters": form,
        "words": words,
        "found": found,
        "promoted": promoted(words) if words else [],
        "suggestion": better_spelling(words) if words and not found else "",
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "home/search/search.html", context, status=status)
