from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "liuke.areas.customers"
    label = "customers"

    def ready(self) -> None:
        """Make known what others call by name: standing facts, the keeper, and who a contact is to the outbox."""
        from liuke.areas.customers import access, playbook  # noqa: F401
        from liuke.areas.customers.queries import consents
        from liuke.events import customer_consents, customer_fields, customer_registering  # noqa: F401
        from liuke.foundation.gateways.recipients import register_agreement, register_resolver

        register_resolver("contact", access.recipient)
        register_agreement("contact", consents.agreed)
