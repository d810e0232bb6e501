from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "liuke.areas.keeping"
    label = "keeping"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, reactions, jobs."""
        from liuke.areas.keeping import jobs, playbook, reactions  # noqa: F401
        from liuke.events import keeping, keeping_bond, keeping_care, keeping_pool, keeping_visits  # noqa: F401
