"""An application that always breaks, on a cured Daphne."""

import django

django.setup()

from portal.transport import daphne  # noqa: E402

daphne.cure()


async def application(scope, receive, send):
    raise RuntimeError("secret detail")
