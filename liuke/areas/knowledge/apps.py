from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "liuke.areas.knowledge"
    label = "knowledge"
