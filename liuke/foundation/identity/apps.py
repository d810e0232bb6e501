from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "liuke.foundation.identity"
    label = "identity"
