from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "liuke.web.desk"
    label = "desk"

    def ready(self) -> None:
        """Say where the gate finds the desk's lists, in the web and in the workers."""
        from liuke.areas.secrecy.queries.lists import provide

        provide(_lists)


def _lists() -> None:
    from liuke.web.desk.secrecy.leaving import register_all

    register_all()
