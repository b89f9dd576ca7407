"""Subscribing to the newsletter, from the form to leaving, through pages and the mailbox."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from home.mail.models import Mail
from home.newsletter import numbers
from home.newsletter.models import PendingSubscription, Subscriber
from home.safety.models import SafetySettings
from tests.home.test_mail import dump

pytestmark = pytest.mark.django_db
ADDRESS = "canary-ada@example.org"
SENTENCE = "Please enter a valid email address"


@pytest.fixture
def reader(django_capture_on_commit_callbacks):
    return Reader(django_capture_on_commit_callbacks)


class Reader:
    """A person with a browser that keeps no cookies, and a mailbox."""

    def __init__(self, committing):
        self.client = Client(enforce_csrf_checks=True)
        self.committing = committing

    def stamp(self):
        page = self.client.get("/newsletter/").content.decode()
        return re.search(r'name="stamp" value="([^"]+)"', page)[1]

    def post(self, path, data=None, **headers):
        with self.committing(execute=True):
            return self.client.post(path, data or {}, headers=headers or None)

    def subscribe(self, address=ADDRESS, **changes):
        form = {"address": address, "language": "en", "stamp": self.stamp(), "website": ""}
        return self.post("/newsletter/", form | changes)

    def link(self, kind, number=-1):
        path = re.search(
            rf"http://localhost(\S*/newsletter/{kind}/\S+)", outbox.outbox[number].body
        )
        return path[1]

    def confirm(self):
        return self.post(self.link("confirm"))


def test_reader_is_counted_only_after_pressing_the_button_behind_the_link(reader):
    answer = reader.subscribe(topics=["campaigns"])
    assert (answer.status_code, answer["Location"]) == (302, "/newsletter/sent/")
    assert b"mailbox" in reader.client.get("/newsletter/sent/").content
    assert len(outbox.outbox) == 1
    link = reader.link("confirm")
    for _scanner in range(3):
        page = reader.client.get(link)
        assert page.status_code == 200
        assert b"<button" in page.content
    assert Subscriber.objects.count() == 0
    assert reader.post(link).status_code == 302
    subscriber = Subscriber.objects.get()
    assert (subscriber.address, subscriber.topics) == (ADDRESS, ["campaigns"])
    assert subscriber.consent_version
    again = reader.post(link)
    assert again.status_code == 410
    assert "used" in again.content.decode()
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["", " ", "ada", "ada@", "ada@example", "a b@example.org", "x" * 10_000, "ada@example.org\x00",
     "ada@example.org\nBcc: b@example.org", "{{ 7|add:7 }}@", "<script>@example.org", "(a+)+$"],
)  # fmt: skip
def test_bad_address_gets_the_sentence_and_keeps_what_was_typed(reader, address):
    answer = reader.subscribe(address, topics=["stories"], language="es")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<p class="wrong" id="id_address_error">{SENTENCE}</p>' in page
    assert re.search(r'value="stories"[^>]*checked', page)
    assert re.search(r'value="es"[^>]*selected', page)
    typed = re.search(r'<input type="email"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in typed
    assert "id_address_error" in typed
    if len(address) == 10_000:
        assert address in typed
    assert "<script>@" not in page
    assert outbox.outbox == []
    assert not PendingSubscription.objects.exists()


def test_answer_and_mail_are_the_same_for_new_known_and_former_readers(reader):
    addresses = {
        "known": "ada-b@example.org",
        "gone": "eve-b@example.org",
        "new": "zoe-b@example.org",
    }
    for person in ("known", "gone"):
        reader.subscribe(addresses[person])
        reader.confirm()
    reader.post(reader.link("unsubscribe"))
    outbox.outbox.clear()
    seen = set()
    for number, address in enumerate(addresses.values()):
        answer = reader.subscribe(address)
        after = reader.client.get(answer["Location"])
        body = outbox.outbox[number].body
        for word in ("confirm", "unsubscribe"):
            body = body.replace(
                reader.link(word, number), f"<{word}, {len(reader.link(word, number))}>"
            )
        subject = outbox.outbox[number].subject
        seen.add((answer.status_code, repr(answer.headers), after.content, subject, body))
    assert len(seen) == 1


def test_equal_work_for_new_and_known_readers(reader):
    reader.subscribe()
    reader.confirm()
    counts = []
    for address in (ADDRESS, "canary-new@example.org"):
        stamp = reader.stamp()
        form = {"address": address, "stamp": stamp}

        with CaptureQueriesContext(connection) as queries:
            reader.client.post("/newsletter/", form)
        counts.append([re.split(r"[ (]", query["sql"])[0] for query in queries])
    assert counts[0] == counts[1]


def test_reader_leaves_with_one_click_and_nothing_stays(reader):
    reader.subscribe()
    reader.confirm()
    link = reader.link("unsubscribe")
    Client().get("/")  # a stranger's visit changes nothing
    assert b"<button" in reader.client.get(link).content
    assert Subscriber.objects.count() == 1, "a mail scanner's visit must not unsubscribe"
    reader.subscribe(topics=["news"])  # a wish that waits is erased too
    assert reader.post(link).status_code == 200
    assert not Subscriber.objects.exists()
    assert not PendingSubscription.objects.exists()
    assert not Mail.objects.exists()
    assert "canary" not in dump()
    assert reader.post(link).status_code == 200
    assert reader.client.get(link.replace("unsubscribe", "choices")).status_code == 410


def test_mail_program_unsubscribes_by_itself(reader):
    reader.subscribe()
    head = outbox.outbox[0].message()
    reader.confirm()
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = head["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    answer = reader.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "RFC 8058 forbids a redirect"
    assert not Subscriber.objects.exists()


def test_address_stands_nowhere_in_the_database_in_clear(reader):
    reader.subscribe()
    reader.confirm()
    assert "canary-ada" not in dump()
    token = reader.link("confirm").rstrip("/").rpartition("/")[2]
    reader.subscribe("canary-other@example.org")
    token = reader.link("confirm").rstrip("/").rpartition("/")[2]
    assert token not in dump()


def test_same_address_in_other_letters_is_the_same_reader(reader):
    for address in (ADDRESS, ADDRESS.upper(), f" {ADDRESS} "):
        reader.subscribe(address)
        reader.confirm()
    assert Subscriber.objects.count() == 1


def test_link_ends_after_seven_days_and_the_address_goes(reader, monkeypatch):
    reader.subscribe()
    link = reader.link("confirm")
    PendingSubscription.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    assert reader.client.get(link).status_code == 410
    assert reader.post(link).status_code == 410
    call_command("run_scheduled", "--only", "expire_unconfirmed")
    assert not PendingSubscription.objects.exists()
    assert not Subscriber.objects.exists()


def test_nobody_can_fill_a_mailbox_through_our_form(reader):
    answers = {reader.subscribe()["Location"] for _ in range(8)}
    assert len(outbox.outbox) == 5
    assert answers == {"/newsletter/sent/"}
    assert "canary-ada" not in dump()


def test_reader_chooses_topics_and_language_signed_out(reader):
    reader.subscribe()
    page = reader.confirm()["Location"]
    assert ADDRESS not in reader.client.get(page).content.decode()
    assert reader.post(page, {"topics": ["research"], "language": "es"}).status_code == 200
    subscriber = Subscriber.objects.get()
    assert (subscriber.topics, subscriber.language) == (["research"], "es")
    refused = reader.post(page, {"topics": ["gossip"], "language": "es"})
    assert refused.status_code == 422
    assert "Choose topics from this list only." in refused.content.decode()


def test_robot_that_fills_the_unseen_field_gets_the_same_answer_and_nothing_happens(reader):
    assert reader.subscribe(website="https://spam.test")["Location"] == "/newsletter/sent/"
    assert outbox.outbox == []


@pytest.mark.parametrize("stamp", ["", "form:forged:stamp", "x" * 10_000])
def test_form_without_our_stamp_is_shown_again_with_everything_typed(reader, stamp):
    answer = reader.subscribe(stamp=stamp)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "please send it once more" in page
    assert ADDRESS in page
    fresh = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    assert reader.subscribe(stamp=fresh).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.test"},
     {"Origin": "null"}],
)  # fmt: skip
def test_another_website_cannot_subscribe_anybody(reader, headers):
    answer = reader.post("/newsletter/", {"address": ADDRESS, "stamp": reader.stamp()}, **headers)
    assert answer.status_code == 403
    assert len(answer.content) > 40
    assert outbox.outbox == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, {}]
)
def test_our_own_page_can(reader, headers):
    form = {"address": ADDRESS, "stamp": reader.stamp()}
    assert reader.post("/newsletter/", form, **headers).status_code == 302
    assert len(outbox.outbox) == 1


def test_pages_set_no_cookie_and_those_from_mails_are_kept_nowhere(reader):
    reader.subscribe()
    for path in ("/newsletter/", "/newsletter/sent/"):
        assert not reader.client.get(path).cookies
    for kind in ("confirm", "unsubscribe"):
        answer = reader.client.get(reader.link(kind))
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]
    assert not reader.client.cookies


@pytest.mark.parametrize("kind", ["choices", "unsubscribe"])
@pytest.mark.parametrize("key", ["x", "v1.k.n.c", "..%7C", "a" * 5000])
def test_invented_key_leads_nowhere(reader, kind, key):
    assert reader.client.get(f"/newsletter/{kind}/{key}/").status_code == 404
    assert reader.post(f"/newsletter/{kind}/{key}/").status_code == 404


def test_spanish_reader_gets_spanish_addresses(reader):
    reader.subscribe(language="es")
    assert reader.link("confirm").startswith("/es/newsletter/confirm/")
    assert reader.confirm().status_code == 302


def make_subscribers(count, language, topics):
    for number in range(count):
        Subscriber(
            address=f"{language}-{number}@example.org",
            language=language,
            topics=topics,
            consent_version="x",
            confirmed_at=timezone.now(),
        ).save()


def test_small_groups_are_not_told_to_staff():
    make_subscribers(12, "en", ["news"])
    make_subscribers(3, "es", ["research"])
    told = numbers.overview()
    assert told["total"] == 15
    assert [count for _label, count in told["languages"]] == [None, None]
    topics = {str(label): count for label, count in told["topics"]}
    assert topics["News from the network"] == 12
    assert topics["Figures and reports"] is None


def test_staff_see_numbers_and_no_address(client):
    make_subscribers(12, "en", ["news"])
    client.force_login(get_user_model().objects.create_superuser("ines"))
    page = client.get("/cms/reports/newsletter/").content.decode()
    assert "12 people have confirmed." in page
    assert "en-3@example.org" not in page


def test_while_paused_the_form_takes_no_address_and_keeps_what_was_typed(reader):
    site = Site.objects.get(is_default_site=True)
    SafetySettings.objects.create(site=site, newsletter_paused=True)
    shown = reader.client.get("/newsletter/")
    assert (shown.status_code, "Sign-up is paused" in shown.content.decode()) == (200, True)
    answer = reader.subscribe()
    assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
    assert ADDRESS in answer.content.decode()
    assert (outbox.outbox, PendingSubscription.objects.count()) == ([], 0)


def test_while_mail_is_paused_it_waits_and_leaves_afterwards(reader):
    site = Site.objects.get(is_default_site=True)
    switches = SafetySettings.objects.create(site=site, mail_paused=True)
    reader.subscribe()
    assert outbox.outbox == []
    switches.mail_paused = False
    switches.save()
    call_command("run_scheduled", only="deliver_mail")
    assert len(outbox.outbox) == 1


def test_one_network_cannot_fill_many_mailboxes_and_others_still_can(reader, monkeypatch):
    monkeypatch.setattr("home.newsletter.views.NETWORK_A_DAY", 2)
    stamp = reader.stamp()
    answers = [reader.subscribe(f"n{number}@example.org", stamp=stamp) for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "n2@example.org" in answers[2].content.decode()
    assert len(outbox.outbox) == 2
    reader.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert reader.subscribe("n3@example.org", stamp=stamp).status_code == 302
