from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "liuke.foundation.files"
    label = "files"
