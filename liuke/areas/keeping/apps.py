from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "liuke.areas.keeping"
    label = "keeping"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, reactions."""
        from liuke.areas.keeping import playbook, reactions  # noqa: F401
        from liuke.events import keeping  # noqa: F401
