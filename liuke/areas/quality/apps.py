from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "liuke.areas.quality"
    label = "quality"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, who reads files, reactions."""
        from liuke.areas.quality import playbook, reactions  # noqa: F401
        from liuke.events import quality  # noqa: F401
