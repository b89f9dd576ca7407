"""Who may: every rule about entering and doing, and nothing else. The last word is always "no"."""

from django.core.exceptions import PermissionDenied


def require(allowed):
    """Raise PermissionDenied unless the rule said yes."""
    if not allowed:
        raise PermissionDenied


def may_enter_cms(account):
    """Staff: the right comes from a role (network.members.roles) or from being administrator."""
    if account.is_authenticated and account.is_active:
        return account.has_perm("wagtailadmin.access_admin")
    return False


def may_enter_network(account):
    """Members: active accounts that are not staff. An administrator is a technician, not a reader."""
    if account.is_authenticated and account.is_active and not account.is_superuser:
        return not may_enter_cms(account)
    return False


def may_read_members_pages(account):
    """Members, and the staff who write these pages."""
    return may_enter_network(account) or may_enter_cms(account)


def needs_second_factor(account):
    """Whoever may enter the CMS proves a second factor in each session."""
    return may_enter_cms(account)


def may_appoint(by):
    """Only administrators give roles; the operator at the machine's console acts as `by=None`."""
    if by is None:
        return True
    return by.is_active and by.is_superuser
