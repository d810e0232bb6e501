from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "liuke.api"
    label = "api"

    def ready(self) -> None:
        """Listen for erasures."""
        from liuke.api import reactions  # noqa: F401
