from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "liuke.foundation.queue"
    label = "queue"
