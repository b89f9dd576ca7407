"""Reading the audit log, for the few who may."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from . import actions, deeds
from .models import AuditEntry

MAY_READ = "home.read_audit"
EXPORTED = deeds.declare(
    "audit.exported",
    _("Audit log exported"),
    rows=deeds.NUMBER,
    format=deeds.one_of(*ReportView.FORMATS),
)


def _deed_choices():
    names = AuditEntry.objects.order_by("deed").values_list("deed", flat=True).distinct()
    return [(name, deeds.label_of(name)) for name in names]


def _subject_choices():
    types = AuditEntry.objects.order_by("subject_type").values_list("subject_type", flat=True)
    return [(name, name) for name in types.distinct()]


class AuditFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)
    deed = django_filters.ChoiceFilter(label=_("Deed"), choices=_deed_choices)
    subject_type = django_filters.ChoiceFilter(label=_("Kind of thing"), choices=_subject_choices)
    subject_id = django_filters.CharFilter(label=_("Which one"), max_length=40)
    actor = django_filters.CharFilter(label=_("Who (public id or job)"), max_length=40)

    class Meta:
        model = AuditEntry
        fields = []


class AuditReport(ReportView):
    """The audit log with filters; taking a copy leaves its own entry."""

    model = AuditEntry
    permission_required = MAY_READ
    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    filterset_class = AuditFilterSet
    default_ordering = "-number"
    is_searchable = False
    columns = [
        Column("number", label=_("Number")),
        Column("at", label=_("Time (UTC)"), accessor=lambda entry: f"{entry.at:%Y-%m-%d %H:%M:%S}"),
        Column("deed", label=_("Deed"), accessor=lambda entry: deeds.label_of(entry.deed)),
        Column("role", label=_("Role at the time")),
        Column("actor", label=_("Who")),
        Column("subject_type", label=_("Kind of thing")),
        Column("subject_id", label=_("Which one")),
        Column("facts_json", label=_("Facts")),
    ]
    list_export = [
        "number",
        "at",
        "deed",
        "role",
        "actor",
        "subject_type",
        "subject_id",
        "facts_json",
        "hash",
    ]
    export_filename = "audit-log"

    def user_has_permission(self, permission):
        return self.request.user.has_perm(permission)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        rows = len(queryset)  # read now: the entry written next is not part of this copy
        actions.record(
            by=self.request.user,
            deed=EXPORTED,
            subject=actions.Subject("home.auditentry", "export"),
            facts={"rows": rows, "format": spreadsheet_format},
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)
