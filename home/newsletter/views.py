"""The pages of the newsletter. None sets a cookie; links in mails work signed out."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from home.mail import actions as mail
from home.newsletter import actions, consent, links
from home.newsletter.forms import ChoicesForm, SubscribeForm
from home.newsletter.models import Subscriber
from home.pagecache.marks import public
from home.safety.exit import safety_settings
from home.safety.networks import network_token
from home.safety.origin import same_origin_only

# Many people share one connection; a script that fills mailboxes wants thousands.
NETWORK_A_DAY = 100
PAUSED_SECONDS = 60 * 60
SHOW_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def from_a_mail(view):
    """Keep a page whose address stands in a mail out of caches and search engines."""

    @wraps(view)
    def kept_out(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, noarchive, nosnippet"
        return response

    return kept_out


@csrf_exempt
@same_origin_only
@SHOW_OR_SEND
@public
def subscribe(request):
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if safety_settings(request).newsletter_paused:
        return paused(request, form)
    if form.is_bound and form.is_valid():
        if not may_ask_again(request):
            return too_many(request, form)
        if not form.is_trap:
            wanted = ("address", "topics", "language")
            actions.ask(**{name: form.cleaned_data[name] for name in wanted})
        return redirect("newsletter:asked")
    context = {"form": form, "consent": consent.TEXT}
    status = 422 if form.is_bound else 200
    return render(request, "home/newsletter/subscribe.html", context, status=status)


def may_ask_again(request):
    """Count one sign-up from this network, whose name nobody can read after the day."""
    try:
        network = network_token(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # A server behind a local socket knows no addresses.
        network = "nowhere"
    return mail.take_allowance(to=network, form="newsletter network", at_most=NETWORK_A_DAY)


def too_many(request, form):
    """Show the form as it was filled in, with a sentence: others on this network were here before."""
    form.add_error(
        None, _("Too many sign-ups came from your network today. Please try again tomorrow.")
    )
    context = {"form": form, "consent": consent.TEXT}
    return render(request, "home/newsletter/subscribe.html", context, status=429)


def paused(request, form):
    """Show the form as it was filled in, with the sentence that it takes no address today."""
    context = {"form": form, "consent": consent.TEXT, "paused": True}
    status = 503 if form.is_bound else 200
    response = render(request, "home/newsletter/subscribe.html", context, status=status)
    if form.is_bound:
        response["Retry-After"] = str(PAUSED_SECONDS)
    return response


@require_safe
def asked(request):
    return render(request, "home/newsletter/asked.html")


@csrf_exempt
@same_origin_only
@from_a_mail
@SHOW_OR_SEND
def confirm(request, token):
    try:
        if request.method == "POST":
            subscriber = actions.confirm(token=token)
            return redirect("newsletter:choices", links.key_of(subscriber.address))
        actions.find_pending(token=token)
    except actions.LinkSpent:
        return render(request, "home/newsletter/spent.html", status=410)
    return render(request, "home/newsletter/confirm.html", {"consent": consent.TEXT})


@csrf_exempt
@same_origin_only
@from_a_mail
@SHOW_OR_SEND
def choices(request, key):
    subscriber = Subscriber.objects.filter(address_index=_address(key)).first()
    if subscriber is None:
        return render(request, "home/newsletter/no_subscription.html", status=410)
    initial = {"topics": subscriber.topics, "language": subscriber.language}
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
    saved = form.is_bound and form.is_valid()
    if saved:
        actions.choose(subscriber=subscriber, **form.cleaned_data)
    status = 422 if form.is_bound and not saved else 200
    context = {"form": form, "key": key, "saved": saved}
    return render(request, "home/newsletter/choices.html", context, status=status)


# Not same_origin_only: mail programs post here by themselves (RFC 8058), and the key is the proof.
@csrf_exempt
@from_a_mail
@SHOW_OR_SEND
def unsubscribe(request, key):
    address = _address(key)
    if request.method == "POST":
        actions.unsubscribe(address=address)
        # No redirect: RFC 8058, 3.1 forbids it.
        return render(request, "home/newsletter/unsubscribed.html")
    return render(request, "home/newsletter/unsubscribe.html")


def _address(key):
    address = links.address_of(key)
    if address is None:
        raise Http404
    return address
