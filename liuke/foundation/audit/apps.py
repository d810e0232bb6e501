from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "liuke.foundation.audit"
    label = "audit"
