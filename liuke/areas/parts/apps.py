from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "liuke.areas.parts"
    label = "parts"

    def ready(self) -> None:
        """Make known what others call by name: event kinds."""
        from liuke.events import parts  # noqa: F401
