"""Bar charts drawn on the server: the picture and the table come from the same rows."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH = 400
WIDEST_BAR = 320  # leaves room for the number behind the longest bar
THICKNESS = 20
ROW = 88
LONGEST_UNIT = 8


@dataclass(frozen=True)
class Row:
    """One thing measured twice; `before` and `after` in the chart's unit, zero or more."""

    label: str
    before: Decimal | int
    after: Decimal | int


@dataclass(frozen=True)
class Bar:
    """One row's place in the picture, in units of its viewBox."""

    label: str
    label_y: int
    before_y: int
    before_width: int
    before_text: str
    after_y: int
    after_width: int
    after_text: str

    @property
    def before_text_x(self):
        return self.before_width + 10

    @property
    def before_text_y(self):
        return self.before_y + 15

    @property
    def after_text_x(self):
        return self.after_width + 10

    @property
    def after_text_y(self):
        return self.after_y + 15


@dataclass(frozen=True)
class BarChart:
    """Baseline and endline side by side, with the same numbers as a table."""

    caption: str
    measured: list[Row]
    before_label: str
    after_label: str
    unit: str = ""

    width = WIDTH
    thickness = THICKNESS

    @property
    def height(self):
        return ROW * len(self.measured)

    @property
    def bars(self):
        largest = max((max(row.before, row.after) for row in self.measured), default=0) or 1
        return [
            Bar(
                label=row.label,
                label_y=ROW * place + 20,
                before_y=ROW * place + 30,
                before_width=round(WIDEST_BAR * row.before / largest),
                before_text=self.written(row.before, self.short_unit),
                after_y=ROW * place + 32 + THICKNESS,
                after_width=round(WIDEST_BAR * row.after / largest),
                after_text=self.written(row.after, self.short_unit),
            )
            for place, row in enumerate(self.measured)
        ]

    @property
    def table_caption(self):
        return _("The same numbers as a table")

    @property
    def columns(self):
        return [
            {"label": _("What was measured"), "number": False},
            {"label": self.before_label, "number": True},
            {"label": self.after_label, "number": True},
            {"label": _("Change"), "number": True},
        ]

    @property
    def rows(self):
        return [
            [row.label, self.written(row.before), self.written(row.after), change(row)]
            for row in self.measured
        ]

    @property
    def short_unit(self):
        """The unit where there is room for it behind a bar; else it stands beside the key."""
        return self.unit if len(self.unit) <= LONGEST_UNIT else ""

    @property
    def long_unit(self):
        return "" if self.short_unit else self.unit

    def written(self, value, unit=None):
        # 60.00 from the database is written as 60.
        number = number_format(Decimal(value).normalize(), use_l10n=True, force_grouping=True)
        return f"{number} {self.unit if unit is None else unit}".strip()


def change(row):
    """Return the change from baseline to endline in whole percent, with its sign."""
    if not row.before:
        return "–"
    percent = round(100 * (row.after - row.before) / row.before)
    return f"{'−' if percent < 0 else '+'}{abs(percent)} %"
