"""An index so that Django finds the slices' models; nobody else imports it."""

from home.media.models import PortalDocument, PortalImage, PortalRendition
from home.pagecache.models import PublicVersion

from .addresses.models import RedirectUse
from .audit.models import AuditEntry, AuditHead
from .cases.explainer import ModelPage
from .cases.models import CaseStudyIndexPage, CaseStudyPage
from .figures.models import Figure, FigureTopic, Source
from .figures.pages import FiguresPage
from .help.models import Agency, Channel
from .help.pages import HelpPage
from .history.models import Milestone
from .history.pages import CentreIndexPage, CentrePage, TimelinePage
from .impact.models import Indicator, Observation
from .impact.pages import ImpactPage
from .jobs.models import JobRun, JobState, WorkerPulse
from .mail.models import Allowance, Mail
from .navigation.models import MainMenu
from .news.models import NewsIndexPage, NewsPage
from .newsletter.models import PendingSubscription, Subscriber
from .pages.models import ContentPage, HeadlineFigure, HomePage
from .partnerships.models import Partnership
from .partnerships.pages import PartnershipsPage
from .people.models import CouncilMember
from .people.pages import CouncilPage
from .questions.models import Question
from .questions.pages import QuestionsPage
from .safety.models import SafetySettings
from .sealing.indexes import IndexSecret
from .subjects.models import Country, HelpLine, Issue, Theme
from .subjects.pages import (
    CountryIndexPage,
    CountryPage,
    IssueIndexPage,
    IssuePage,
    ThemeIndexPage,
    ThemePage,
)
