from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "liuke.areas.charges"
    label = "charges"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, reactions."""
        from liuke.areas.charges import playbook, reactions  # noqa: F401
        from liuke.events import charges  # noqa: F401
