from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "liuke.web.field"
    label = "field"
