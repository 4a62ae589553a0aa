"""Registration only: Wagtail looks for this module in every app."""

from wagtail import hooks

from cms.dashboard import home

hooks.register("construct_homepage_panels", home.add_panels)
