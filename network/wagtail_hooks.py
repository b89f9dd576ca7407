"""Accounts have no place in the CMS: not in its menu, not in its search, not behind its links."""

from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from network.members.models import User


class NobodyMay(BasePermissionPolicy):
    """Refuses everything about a model, to administrators too."""

    def user_has_permission(self, user, action):
        return False

    def user_has_any_permission(self, user, actions):
        return False

    def users_with_any_permission(self, actions):
        return User.objects.none()

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model._default_manager.none()


register_permission_policy(User, NobodyMay(User))
