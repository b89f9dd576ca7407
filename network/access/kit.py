"""The ten codes of the recovery kit, each good for one time."""

from django.contrib.auth.hashers import check_password


def verify(member, code):
    """Tell whether `code` is one of the codes of `member`, and use it up."""
    for row in member.recovery_codes.all():
        if check_password(code, row.hash):
            deleted, _rows = member.recovery_codes.filter(pk=row.pk).delete()
            return bool(deleted)
    return False
