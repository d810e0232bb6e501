from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "liuke.areas.secrecy"
    label = "secrecy"

    def ready(self) -> None:
        """Make known what others call by name: event kinds, promise kinds, jobs."""
        from liuke.areas.secrecy import jobs, playbook, reactions  # noqa: F401
        from liuke.areas.secrecy.access import cases, files  # noqa: F401
        from liuke.areas.secrecy.actions import ending  # noqa: F401
        from liuke.events import secrecy, secrecy_files, secrecy_leaks, secrecy_retention  # noqa: F401
