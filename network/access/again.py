"""Before what cannot be undone: the passphrase again, and not by a key that came only yesterday."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required


def asks_again(view):
    """Decorate a view so that it needs a passphrase (or code) typed within the last minutes."""

    @wraps(view)
    def asking(request, *args, **kwargs):
        # AskAgainMiddleware leads to the question and back here; nothing that was sent is kept.
        raise_if_reauthentication_required(request, app="account")
        return view(request, *args, **kwargs)

    return asking
