"""Who may read pages sees their lists, and no form: Wagtail knows that right of snippets, but not of pages."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies.pages import PagePermissionPolicy

#: What Wagtail asks for where a page is only looked at: any of the rights that it knows. Nothing else asks for all.
TO_LOOK = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})


class ReadablePages(PagePermissionPolicy):
    """As Wagtail's, but ``view_page`` opens the lists. What may be done to a page asks for its own right, as before."""

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> Any:
        return super().user_has_any_permission(user, _asked(actions))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        return super().instances_user_has_any_permission_for(user, _asked(actions))

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        if user.is_superuser:
            return super().instances_with_direct_explore_permission(user)
        codenames = self._get_permission_codenames(_asked(TO_LOOK))
        held = self.get_cached_permissions_for_user(user)
        return [right.page for right in held if right.permission.codename in codenames]


def _asked(actions: Iterable[str]) -> set[str]:
    return {*actions, "view"} if set(actions) >= TO_LOOK else set(actions)
