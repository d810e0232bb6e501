from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "liuke.areas.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds."""
        from liuke.areas.knowledge import playbook  # noqa: F401
        from liuke.events import knowledge  # noqa: F401
