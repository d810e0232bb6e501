from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "liuke.areas.customers"
    label = "customers"

    def ready(self) -> None:
        """Make known what others call by name: standing facts and the keeper."""
        from liuke.areas.customers import playbook  # noqa: F401
