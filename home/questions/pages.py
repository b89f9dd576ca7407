"""The page of questions and answers, with its search."""

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.pages.models import FilteredPage, FilterForm, guided
from home.search.words import searchable

from .models import Question, QuestionGroup


def plain(answer):
    """Return rich text as words alone; paragraphs and list items stay apart."""
    return " ".join(strip_tags(answer.replace("<", " <")).split())


class QuestionSearchForm(FilterForm):
    q = forms.CharField(
        label=_("Search the questions"),
        max_length=100,
        error_messages={
            "max_length": _("Your search is too long. Use at most %(limit_value)d characters.")
        },
    )


class QuestionsPage(FilteredPage):
    """Questions in groups, each with an address of its own."""

    filter_form_class = QuestionSearchForm
    content_panels = guided(
        _("Questions are kept under Snippets. Their short address must not change once shared."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/questions/questions.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("questions and answers")

    def get_rows(self, chosen):
        questions = Question.objects.public()
        if "q" in chosen:
            words = searchable(chosen["q"])
            return list(questions.search(words, operator="or")) if words else []
        return list(questions)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = [
            (group, [row for row in context["rows"] if row.group == group])
            for group in QuestionGroup
        ]
        return context

    def structured_data(self, request):
        return {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": row.question,
                    "acceptedAnswer": {"@type": "Answer", "text": plain(row.answer)},
                }
                for row in Question.objects.public()
            ],
        }
