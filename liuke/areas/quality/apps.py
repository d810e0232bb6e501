from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "liuke.areas.quality"
    label = "quality"

    def ready(self) -> None:
        """Make known what others call by name: event kinds."""
        from liuke.events import quality  # noqa: F401
