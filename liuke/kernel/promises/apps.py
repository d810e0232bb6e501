from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "liuke.kernel.promises"
    label = "promises"

    def ready(self) -> None:
        from liuke.kernel.promises import kinds  # noqa: F401
