#!/usr/bin/env python
"""Django's command line for Tomoshibi; the settings default to the editors' site and the API together."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.all")
    execute_from_command_line(sys.argv)
