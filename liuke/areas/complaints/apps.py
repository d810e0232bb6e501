from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "liuke.areas.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, standing facts, promise kinds, who reads files, reactions."""
        from liuke.areas.complaints import access, jobs, playbook, reactions  # noqa: F401
        from liuke.areas.complaints.queries.mailing import recipient
        from liuke.events.complaints import handling, incidents, way  # noqa: F401
        from liuke.foundation.gateways.recipients import register_fate, register_resolver

        register_resolver("letter", recipient)
        register_fate("letter", "complaints.letter_fate")
