from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "liuke.areas.settlement"
    label = "settlement"
