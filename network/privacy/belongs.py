"""The copy itself is no part of the copy."""

from network.members.belongings import left_out
from network.privacy.models import Export

left_out(Export, because="It is the copy.")
