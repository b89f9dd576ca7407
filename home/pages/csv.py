"""Tables as CSV, safe to open in a spreadsheet."""

import csv
import io

from django.http import HttpResponse

# With the wide forms that spreadsheets in East Asia take for the same.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# What spreadsheets drop before they look at a cell.
SKIPPED = " \t\r\n\v\f\u00a0\u3000\ufeff"


def formula_safe(value):
    """Return a cell that no spreadsheet takes for a formula (OWASP, "CSV injection").

    Numbers stay numbers.
    """
    if not isinstance(value, str):
        return value
    risky = value.lstrip(SKIPPED).startswith(FORMULA_STARTS) or value.startswith(("\t", "\r"))
    return f"'{value}" if risky else value


def csv_response(name, rows):
    """Return `rows` (head first) as a UTF-8 CSV file called `name`.csv."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([formula_safe(value) for value in row])
    # The byte order mark makes spreadsheets read accents.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
