"""A real Chromium beside a real server."""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.conftest import launch

# Playwright's own loop runs in this thread; Django would take our plain queries for async ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NEUTRAL = "https://weather.example.org/"


@pytest.fixture(scope="session")
def remembering_chromium(playwright):
    """Chromium as people have it: pages are kept alive for the Back button."""
    browser = launch(playwright, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup):
    """The portal in threads of its own. (pytest-django's `live_server` would empty every table.)"""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def portal(settings, committed, server):
    """The address of a running portal whose neutral page is NEUTRAL."""
    settings.ROOT_URLCONF = "tests.browser.urls"
    settings.EXIT_URL = NEUTRAL
    own = Path(__file__).parent / "templates"
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [first | {"DIRS": [*first["DIRS"], own]}]
    return server.url


@pytest.fixture
def visit(portal, chromium):
    """Return a function that opens a fresh browser context at the portal, with a neutral page."""
    contexts = []

    def open_context(browser=chromium, **options):
        context = browser.new_context(base_url=portal, **options)
        context.route(
            f"{NEUTRAL}**",
            lambda route: route.fulfill(
                body="<!doctype html><title>Weather</title>Sunny", content_type="text/html"
            ),
        )
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(portal, settings):
    """Return a function that signs a new member in to a browser context."""

    def enter(context):
        client = Client()
        client.force_login(get_user_model().objects.create_user("quiet-heron"))
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": portal, "httpOnly": True}]
        )

    return enter
