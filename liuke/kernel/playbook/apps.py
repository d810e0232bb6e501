from django.apps import AppConfig


class PlaybookConfig(AppConfig):
    name = "liuke.kernel.playbook"
    label = "playbook"

    def ready(self) -> None:
        from liuke.kernel.journal import listeners
        from liuke.kernel.playbook import following, kinds  # noqa: F401

        listeners.follow(following.follow)
