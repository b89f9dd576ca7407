"""The copy itself is no part of the copy."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.members.belongings import belongs, left_out, when_leaving
from network.privacy.models import Export, ExportWait


@belongs(ExportWait, title=gettext_lazy("A day's wait before each copy"))
def export_wait(row):
    return {_("Ends on"): row.ends_at and row.ends_at.date()}


left_out(Export, because="It is the copy.")


@when_leaving
def drop_the_copy(member):
    Export.objects.filter(member=member).delete()
