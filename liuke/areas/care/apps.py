from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "liuke.areas.care"
    label = "care"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, standing facts, promise kinds, reactions."""
        from liuke.areas.care import playbook, reactions  # noqa: F401
        from liuke.events import care, care_messages  # noqa: F401
