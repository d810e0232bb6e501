from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "liuke.kernel.journal"
    label = "journal"
