"""Templates of Wagtail that say an English word without gettext, or leave a box or a tab without what a screen reader
needs: copies in which that word, or that mark, alone is another."""

_SEARCH = ('value="Search"', 'value="{% trans "Search" %}"')
_YES, _NO = "{% trans 'Yes' as said %}", "{% trans 'No' as said %}"

#: Template -> what is replaced in Wagtail's own text of it.
COPIES = {
    "wagtailadmin/home.html": [_SEARCH],
    "wagtailadmin/shared/header.html": [_SEARCH],
    "wagtailadmin/shared/headers/_actions.html": [
        ("{# Actions divider #}", "{% load i18n %}\n{# Actions divider #}"),
        ('aria-label="Actions"', 'aria-label="{% trans "Actions" %}"'),
    ],
    "wagtailimages/multiple/add.html": [
        ('id="fileupload"', """id="fileupload" aria-label="{% trans "Or choose from your computer" %}\""""),
    ],
    # A link to the next tab, which stands in no list of tabs.
    "wagtailusers/users/create.html": [
        ('w-w-fit w-mb-8" role="tab"', 'w-w-fit w-mb-8"'),
    ],
    "wagtailadmin/tables/boolean_cell.html": [
        ("{% load wagtailadmin_tags %}", "{% load i18n wagtailadmin_tags %}"),
        ("""{% icon title=value|stringformat:'s' name="check\"""", _YES + """{% icon title=said name="check\""""),
        ("""{% icon title=value|stringformat:'s' name="cross\"""", _NO + """{% icon title=said name="cross\""""),
        (
            """{% icon title=value|stringformat:'s' name="help\"""",
            """{% trans 'None' as said %}{% icon title=said name="help\"""",
        ),
    ],
}
