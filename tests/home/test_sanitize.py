"""Nothing that an editor pastes, or a stranger smuggles in, can act in a reader's browser."""

import itertools
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from home import sanitize
from home.sanitize import BAD_IN_TEXT, MAX_LENGTH, SCHEMES, TAGS, clean, may_link_to

TAGS_TO_TRY = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "base",
    "link",
    "meta",
    "img",
    "video",
    "audio",
    "source",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "plaintext",
    "xmp",
    "title",
    "frameset",
    "marquee",
    "details",
    "dialog",
    "portal",
    "slot",
    "body",
    "html",
    "head",
    "table",
    "td",
    "isindex",
    "bgsound",
    "applet",
    "layer",
    "keygen",
]
HANDLERS = [
    "onclick",
    "onerror",
    "onload",
    "ONFOCUS",
    "on\u0000click",
    "onanimationstart",
    "onmouseover",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\u0000script:alert(1)",
    " javascript:alert(1)",
    "\u0001javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "http://example.org/",
    "//example.org/",
    "\\\\example.org\\",
    "/\\example.org/",
    "https://user:word@example.org/",
    "https://user@example.org/",
    "https:///example.org",
    "https:example.org",
    "ftp://example.org/",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "filesystem:https://example.org/",
    "about:blank",
    "view-source:https://example.org",
    "intent://x#Intent;end",
    "ws://example.org",
    "\u202ehttps://example.org",
    "https://exam\u200bple.org",
    "feed:javascript:alert(1)",
    "jar:https://example.org!/",
]
FRAMES = [
    '<p><{tag} {attribute}="{value}">x</{tag}></p>',
    "<{tag}/{attribute}={value}>",
    "<<{tag} {attribute}='{value}'>>",
    "<p><{tag} {attribute}=`{value}`",
]
KNOWN = [
    "<svg><p><style><img src=1 onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><script>alert(1)</script>-->",
    "<!--!><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href='https://example.org' href='javascript:alert(1)'>x</a>",
    '<a href="https://example.org" onclick=alert(1)//">x</a>',
    "<a/href=javascript:alert(1)>x",
    "<p></p></p></div></body></html><script>alert(1)</script>",
    "<textarea><img title='</textarea><img src onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<b><a href='#'></b><script>alert(1)</script></a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p class='exit' id='main' data-exit name='x' tabindex=1 contenteditable>x</p>",
    "<a href='https://example.org' target=_blank download ping='https://example.org'>x</a>",
    "<form action='https://example.org'><input name=a></form>",
    "<a id=document><a id=document name=cookie>x</a>",
    "<select><iframe></select><img src=x onerror=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<xss onpointerrawupdate=alert(1) autofocus tabindex=1>",
    "\ufeff<script>alert(1)</script>",
    "\u2028<script>\u2029alert(1)</script>",
    "<p>\ud7ff\ue000\ufffe\uffff</p>",
    "<" * 500,
    "<b>" * 300,
    "<a href='" + "a" * 5000,
]
CORPUS = (
    KNOWN
    + [f"<{tag}>alert(1)</{tag}>" for tag in TAGS_TO_TRY]
    + [f"<{tag.upper()}\n src=x onerror=alert(1)>" for tag in TAGS_TO_TRY]
    + [f'<a href="{address}">x</a>' for address in ADDRESSES]
    + [f"<a\thref={address} >x</a>" for address in ADDRESSES]
    + [
        frame.format(tag=tag, attribute=attribute, value=value)
        for frame, tag, attribute, value in itertools.product(
            FRAMES,
            ["a", "p", "img", "svg", "b"],
            [*HANDLERS, "href", "style"],
            ["javascript:alert(1)", "x"],
        )
    ]
)


def assert_harmless(markup):
    # As a browser reads it: with repairs, not as XML.
    for parser in ("html5lib", "lxml") if HAS_HTML5LIB else ("lxml", "html.parser"):
        tree = BeautifulSoup(markup, parser)
        for node in tree.find_all(True):
            if node.name in {"html", "head", "body"} and not node.attrs:
                continue
            assert node.name in TAGS, markup
            assert set(node.attrs) <= ({"href"} if node.name == "a" else set()), markup
            if "href" in node.attrs:
                assert may_link_to(node["href"]), markup
                assert urlsplit(node["href"]).scheme in {*SCHEMES, ""}, markup
                assert not node["href"].startswith("//"), markup


try:
    import html5lib  # noqa: F401

    HAS_HTML5LIB = True
except ImportError:
    HAS_HTML5LIB = False


def test_the_corpus_is_large():
    assert len(set(CORPUS)) >= 400


def test_nothing_of_the_corpus_survives():
    for payload in CORPUS:
        assert_harmless(clean(payload))


def test_cleaning_again_changes_nothing():
    for payload in CORPUS:
        once = clean(payload)
        assert clean(str(once)) == once, payload


def test_tags_that_are_closed_for_their_writer_count_like_written_ones():
    once = clean("<b>" * (sanitize.MAX_MARKS // 2 + 1) + "words")
    assert clean(str(once)) == once == "<p>words</p>"


@effort(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*CORPUS[:140], "<", ">", "'", '"', "`", "=", "/", "&", ";", "<p>", "</p>", "<a href="]
        ),
        max_size=6,
    )
)
def test_no_mixture_of_payloads_survives(parts):
    once = clean("".join(parts))
    assert_harmless(once)
    assert clean(str(once)) == once


@effort(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered_with_something_harmless(text):
    once = clean(text)
    assert isinstance(once, SafeString)
    assert_harmless(once)
    assert clean(str(once)) == once


@pytest.mark.parametrize(
    "kept",
    [
        "<p>One <b>bold</b> and <i>quiet</i> word.</p>",
        "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>",
        '<p><a href="https://example.org/a?b=1&amp;c=2#d">x</a></p>',
        '<p><a href="/help/">x</a> <a href="#why">y</a></p>',
        '<p><a href="mailto:help@example.org">x</a> <a href="tel:+254700000000">y</a></p>',
        "<h3>Title</h3><blockquote>Words</blockquote>",
        "<p>Fish &amp; nets, 3 &lt; 4</p>",
        "<p>नेटवर्क می‌خواهم ñandú</p>",
    ],
)
def test_what_editors_write_stays_as_it_is(kept):
    assert clean(kept) == kept


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_such_address_may_be_linked_to(address):
    assert not may_link_to(address)
    # Invisible signs go first; what is left is judged as a reader would see it.
    seen = BAD_IN_TEXT.sub("", address)
    assert ("href" in clean(f'<a href="{address}">x</a>')) == may_link_to(seen)
    assert seen == address or seen.startswith(("https://example.org", "javascript:"))


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200b", "\u0000", "\u0008", "\u009b", "\ufeff"]
)
def test_signs_that_turn_or_hide_text_are_taken_out(sign):
    assert clean(f"<p>a{sign}b</p>") == "<p>ab</p>"


def test_a_text_of_any_length_is_answered_soon():
    assert len(clean("<p>" + "a" * 10 * MAX_LENGTH)) < 2 * MAX_LENGTH
    assert_harmless(clean("<b>" * 5000))


def test_the_cleaner_of_one_library_is_used_in_one_place_only():
    base = Path(settings.BASE_DIR)
    users = [
        str(path.relative_to(base))
        for app in ("home", "network", "campaigns", "portal")
        for path in (base / app).rglob("*.py")
        if re.search(r"^\s*(import|from) (bleach|nh3)\b", path.read_text(), re.M)
    ]
    assert users == ["home/sanitize.py"]


@pytest.mark.parametrize("tag", ["<ul><li>", "<i><p>", "<b>", "<<"])
def test_text_of_nothing_but_tags_never_reaches_the_slow_engine(tag, monkeypatch):
    monkeypatch.delattr(sanitize, "cleaner")
    shown = clean(f"{tag * 5_000}word{'</b>' * 5_000}")
    assert "word" in clean(f"word{tag * 5_000}")
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<p>", "</p>", "<br>"}
