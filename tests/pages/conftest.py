from tests.catalog.conftest import editor

__all__ = ["editor"]
