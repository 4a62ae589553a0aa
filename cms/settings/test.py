"""Overrides for the tests, and nothing else."""

from cms.settings.all import *  # noqa: F403 - a settings module is a namespace

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
