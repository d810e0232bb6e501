from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "liuke.foundation.payments"
    label = "payments"

    def ready(self) -> None:
        """An address of the provider that is wrong stops the start, not the first payment."""
        from liuke.foundation.payments import choice

        choice.check()
