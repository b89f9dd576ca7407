"""Each component in each state, on one page; only where DEBUG or PORTAL_DEMO is on (see urls.py)."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render

from home.charts import BarChart, Row

DYES = ["ink", "marigold", "clay", "leaf", "river", "paper"]
TONES = ["calm", "hope", "well", "danger"]

NAVIGATION = [
    SimpleNamespace(
        title="Who we are",
        url="#lead",
        current=True,
        language=None,
        children=[
            SimpleNamespace(title="About us", url="#lead", current=True, language=None),
            SimpleNamespace(title="Leadership Council", url="#cards", current=False, language=None),
            SimpleNamespace(title="Principles", url="#steps", current=False, language=None),
        ],
    ),
    *(
        SimpleNamespace(title=title, url=url, current=False, language=None, children=[])
        for title, url in [
            ("Stories", "#cards"),
            ("Campaigns", "#progress"),
            ("Impact", "#figures"),
            ("News", "#lists"),
            ("Questions", "#accordion"),
        ]
    ),
]
LANGUAGES = [
    {"code": "en", "name": "English", "url": "#", "current": True},
    {"code": "es", "name": "Español", "url": "#", "current": False},
]
CARDS = [
    {
        "title": "The brick field, and the door that opened",
        "url": "#cards",
        "kicker": "Story · South Asia",
        "note": "This story mentions forced labour.",
        "text": "“We counted the bricks because nobody counted us.” Asha, name changed, tells what came after.",
        "meta": "6 minutes",
        "seed": "asha",
    },
    {
        "title": "Protect widows’ land",
        "url": "#cards",
        "kicker": "Campaign · Uganda",
        "text": "Land taken from a widow takes the harvest, the school fees and the home.",
        "state": "Open",
        "state_tone": "well",
        "meta": "8,734 of 10,000 signatures",
        "seed": "land",
    },
    {
        "title": "A letter to the institutions of Europe",
        "url": "#cards",
        "kicker": "News",
        "text": "Survivors wrote five recommendations against the abuse of children online.",
        "meta": "25 April 2023",
    },
]
FIGURES = [
    {
        "number": number,
        "qualifier_words": qualifier,
        "label": label,
        "as_of": year,
        "source": "Capability brief",
        "note": note,
        "slug": slug,
    }
    for number, qualifier, label, year, note, slug in [
        ("4,000", "more than", "members, all of them survivors", "2023", "", "members"),
        ("10", "", "countries", "2024", "An earlier testimony says nine.", "countries"),
        ("79 %", "", "fewer minors in Cebu after four years", "2010", "", "cebu"),
    ]
]
LINKS = [
    {
        "title": "What the network is, and what it is not",
        "url": "#lists",
        "text": "Survivors who lead, with the support of people who listen.",
        "meta": "12 March 2024",
    },
    {"title": "¿Quiénes somos?", "url": "#lists", "language": "es"},
]
ENTRIES = [
    {"when": "1997", "iso": "1997", "title": "The work begins", "text": "A first office opens."},
    {
        "when": "April 2019",
        "iso": "2019-04",
        "title": "A council of survivors",
        "url": "#timeline",
        "text": "The Leadership Council calls the network into life.",
        "kind": "Network",
    },
    {
        "when": "25 April 2023",
        "iso": "2023-04-25",
        "title": "Letter to the European institutions",
        "kind": "Advocacy · European Union",
    },
]
STEPS = [
    {"title": "Rescue", "text": "People leave violence, together with those whose duty it is."},
    {"title": "Restore", "text": "Care, for as long as it takes and as she wants it."},
    {"title": "Restrain", "text": "Those who harm are stopped, by the law and in fairness."},
]
QUESTIONS = [
    {
        "title": "How long is aftercare?",
        "text": "It depends on the person. For bonded labour it lasts two years.",
        "anchor": "aftercare",
        "open": True,
    },
    {"title": "How are cases investigated?", "text": "Together with the police, never instead."},
]
TABLE = {
    "columns": [
        {"label": "Country", "number": False},
        {"label": "Funder", "number": False},
        {"label": "Years", "number": False},
        {"label": "US dollars", "number": True},
    ],
    "rows": [
        ["Ghana", "JTIP/DOS", "2019–2021", "300,000"],
        ["Malaysia", "JTIP/DOS", "2020–2023", "2,000,000"],
        ["Thailand (fishing)", "Walmart Foundation", "2019–2021", "3,000,000"],
    ],
    "foot": ["All", "", "", "5,300,000"],
}
AGENCY = {
    "name": "Harbour House Accra",
    "slug": "harbour-house",
    "summary": "A quiet place to talk, a lawyer, and a bed for tonight.",
    "is_emergency": True,
    "channels": {
        "all": [
            {
                "kind": "phone",
                "get_kind_display": "Telephone",
                "value": "+233 30 000 0000",
                "link": "tel:+233300000000",
                "note": "day and night",
            },
            {
                "kind": "web",
                "get_kind_display": "Website",
                "value": "harbour.example.org",
                "link": "https://harbour.example.org/",
            },
        ]
    },
    "hours": "Every day, all hours",
    "languages": ["en"],
    "verified_on": "2 May 2024",
    "is_verified": False,
    "is_demo": True,
}
DOOR = [
    SimpleNamespace(title="Find help", url="#timeline", language="en"),
    SimpleNamespace(title="Questions and answers", url="#accordion", language="en"),
]
PARTS = [
    {"heading": heading, "anchor": anchor}
    for heading, anchor in [
        ("Figures", "figures"),
        ("Cards", "cards"),
        ("Timeline", "timeline"),
        ("Lists", "lists"),
    ]
]
TOPICS = [
    {"title": "Forced labour", "url": "#cards", "current": True},
    {"title": "Police abuse of power", "url": "#cards"},
    {"title": "Not a link"},
]


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name to be shown", help_text="It need not be your real name.")
    email = forms.EmailField(label="E-mail address")
    country = forms.ChoiceField(
        label="Country", choices=[("", "Choose"), ("GH", "Ghana"), ("KE", "Kenya")]
    )
    words = forms.CharField(label="Your words", widget=forms.Textarea({"rows": 3}), required=False)
    way = forms.ChoiceField(
        label="How may we write to you?",
        choices=[("mail", "By e-mail"), ("none", "Not at all")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(
        label="Send me news, once a month", help_text="You can stop it at any time."
    )


class ExampleFilter(forms.Form):
    issue = forms.ChoiceField(
        label="Issue", required=False, choices=[("", "All"), ("land", "Land")]
    )
    place = forms.ChoiceField(
        label="Country", required=False, choices=[("", "All"), ("KE", "Kenya")]
    )


def styleguide(request):
    """Show every include of portal/templates/includes with made-up values."""
    context = {
        "navigation": NAVIGATION,
        "languages": LANGUAGES,
        "ancestors": [{"title": "First page", "url": "/"}],
        "breadcrumb_current": "Pattern page",
        "dyes": DYES,
        "tones": TONES,
        "cards": CARDS,
        "figures": FIGURES,
        "links": LINKS,
        "entries": ENTRIES,
        "steps": STEPS,
        "questions": QUESTIONS,
        "table": TABLE,
        "agency": AGENCY,
        "door": DOOR,
        "parts": PARTS,
        "topics": TOPICS,
        "form": ExampleForm(),
        "wrong_form": ExampleForm({"name": "Asha", "email": "asha at example"}, auto_id="w_%s"),
        "still": "focus" not in request.GET,
        "filter_form": ExampleFilter({"issue": "land", "place": ""}, auto_id="f_%s"),
        "page_obj": Paginator(range(60), 12).page(2),
        "chart": BarChart(
            caption="Minors found in the commercial sex trade, Cebu",
            before_label="Baseline",
            after_label="Endline",
            measured=[Row("Bars and streets", 89, 19), Row("By appointment", 41, 12)],
        ),
    }
    return render(request, "styleguide.html", context)
