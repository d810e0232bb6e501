from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "liuke.foundation.calendar"
    label = "calendar"
