"""The written list: routes of the admin of which no role is shown a page, each with the reason."""

import re

#: A pattern of routes -> why nobody sees a page there.
REASONS = {
    r"admin/\^\.\*/\$": "every other path: there is nothing",
    r"admin/failwhale/": "made by Wagtail to break",
    r"admin/api/main/\^(?:pages|images|documents)/(?:find/|<int:pk>/(?:action/.*)?)": "for scripts, in JSON",
    r"admin/logout/": "answers to a button alone",
    r"admin/password_reset/.*": "off: a forgotten password is set anew by the administrator",
    r"admin/block-preview/": "no block has a preview",
    r"admin/dismissibles/|admin/editing-sessions/.*": "for scripts",
    r"admin/tag-autocomplete/<slug:app_name>/.*": "for scripts",
    r"admin/collections/.*": "no role keeps collections: all pictures stand in one",
    r"admin/groups/.*": "roles are written in the code",
    r"admin/workflows/(?!task_chooser).*": "the workflow is written in the code",
    r"admin/documents/(?!chooser/$|chooser/results/$|chooser/chosen-multiple/$).*": "no file is taken in",
    r"admin/reports/locked/.*": "nobody unlocks what others have locked",
    r"admin/areas/(?:new|edit|delete|history|history-results|inspect|usage)/.*": "areas are official: read alone",
    r"admin/checks/(?:now|saved)/.*|admin/sign-in/state/|admin/area-names/": "for scripts, in JSON",
    r"admin/checks/start/": "answers to a button alone",
    r"admin/history/words/<int:save_id>/": "about one saved text: opened by tests/history",
    r"admin/listing/.*": "begins with ticks in a list, or is about one that was begun: tests/listing",
    r"admin/(?:emergencies|spreadsheets|translation/files|verification)/<\w+:\w+>/": (
        "about one that was begun, and the scene has none: opened by the tests of its own package"
    ),
    r"admin/snippets/": "every type stands in the menu under its own name",
    r".*/(?:un)?lock/.*": "answers to a button alone",
    r".*/unpublish/.*": "nobody takes out alone: the page of withdrawals stands instead",
    r".*/unschedule/": "nobody holds the right to publish, nor to undo it",
    r".*/workflow/(?:action|collect_action_data)/.*": "approvals are given on our own page",
    r".*/workflow/preview/.*|admin/pages/<int:page_id>/(?:view_draft|revisions/<int:revision_id>/view)/": (
        "Wagtail draws no page; what waits is shown on our own approval page"
    ),
    r"admin/pages/<int:page_id>/revisions/": "leads to the history",
    r"admin/pages/<int:page_id>/privacy/": "off for everybody: it would pass by approval",
    r"admin/pages/<int:page_id>/convert_alias/": "there are no aliases",
    r"admin/pages/<int:page_to_move_id>/set_position/": "answers to dragging alone",
    r"admin/pages/<int:parent_page_id>/add_subpage/": "each list holds one type: leads to its form",
    r"admin/images/<int:image_id>/generate_url/.*": "off: addresses of pictures are not given out",
    r"admin/images/multiple/(?:<int:image_id>|create_from|delete_upload).*": "answer to uploading alone",
}
#: Parts of screens that no role reaches, but that open to whoever knows the address.
UNLINKED = r"/admin/workflows/task_chooser/.*"


def reason(route: str) -> str:
    """Why nobody sees a page there; empty where the list does not say."""
    return next((why for pattern, why in REASONS.items() if re.fullmatch(pattern, route)), "")


def stale(routes: set[str]) -> list[str]:
    """The reasons that none of these routes needs."""
    return [pattern for pattern in REASONS if not any(re.fullmatch(pattern, route) for route in routes)]
