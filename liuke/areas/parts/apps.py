from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "liuke.areas.parts"
    label = "parts"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, reactions."""
        from liuke.areas.parts import playbook, reactions  # noqa: F401
        from liuke.events.parts import requests, stock, transfers, using  # noqa: F401
