"""Who reads here leaves nothing behind: no cookie in her browser, no line in our database."""

import hashlib

from django.apps import apps
from django.db import connection

from home.addresses.models import RedirectUse
from tests.home.public.site import FILTERED, VIEWS, addresses


def fingerprint():
    """Return {table: digest of all its rows}, for every table but the one documented exception."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and model is not RedirectUse and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = sorted(repr(row) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_no_visit_sets_a_cookie_or_writes_a_row(client):
    wanted = [*addresses(), *VIEWS]
    wanted += [f"{address}?{names[0]}=unknown" for address, names in FILTERED.items()]
    wanted += ["/partnerships/?format=csv", "/nowhere/", "/es/nowhere/", "/account/login/"]
    before = fingerprint()
    assert len(before) > 60
    for address in wanted:
        response = client.get(address)
        if address != "/account/login/":
            assert not response.cookies, address
    assert fingerprint() == before
    assert set(client.cookies) <= {"c"}


def test_the_fingerprint_sees_a_single_changed_value():
    from home.help.models import Agency

    before = fingerprint()
    row = Agency.objects.first()
    Agency.objects.filter(pk=row.pk).update(hours="always")
    assert fingerprint() != before
