"""An index so that Django finds the slices' models; nobody else imports it."""

from .access.models import Lockdown, MailRecovery, OpenSession, RecoveryCode, SecurityEvent
from .access.pages import MembersPage
from .connections.models import Avoided, Block, Connection
from .contact.models import ContactCard, Look, Notice, Reveal
from .joining.models import Invitation, JoinRequest, Opinion
from .members.chapters import Chapter, Freeze, Office
from .members.models import MemberKey, User
from .privacy.models import Export
from .profiles.models import Alert, Glance, Opening, Photo, Profile, SearchWord
