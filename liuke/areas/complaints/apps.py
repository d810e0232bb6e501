from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "liuke.areas.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, standing facts, promise kinds, who reads files, reactions."""
        from liuke.areas.complaints import access, playbook, reactions  # noqa: F401
        from liuke.events.complaints import handling, incidents, way  # noqa: F401
