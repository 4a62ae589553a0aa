import pytest
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture
def editor(db: None) -> Client:
    """Somebody whom nothing is forbidden: these tests ask what the forms do, not who may use them."""
    person = get_user_model().objects.create_superuser("editor", "editor@example.test", "a-planted-password")
    client = Client()
    client.force_login(person)
    return client
