"""Whether an answer helped: two counters, and nothing about who said so."""

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from home.safety.origin import same_origin_only

from .models import Question


@same_origin_only
def feedback(request, slug):
    """Ask whether the answer helped, then count a yes or a no."""
    question = get_object_or_404(Question.objects.public(), slug=slug)
    counter = {"yes": "helped", "no": "did_not_help"}.get(request.POST.get("helped"))
    if request.method == "POST" and counter:
        Question.objects.filter(pk=question.pk).update(**{counter: F(counter) + 1})
        return redirect("question-feedback-thanks", slug=slug)
    status = 422 if request.method == "POST" else 200
    context = {"question": question, "unanswered": status == 422}
    return TemplateResponse(request, "home/questions/feedback.html", context, status=status)


def thanks(request, slug):
    question = get_object_or_404(Question.objects.public(), slug=slug)
    return TemplateResponse(request, "home/questions/thanks.html", {"question": question})
