from django.urls import path

from liuke.web.desk.dispatch import desk, dropping, several

urlpatterns = [
    path("dispatch/", desk.dispatch, name="dispatch"),
    path("dispatch/several/", several.several, name="dispatch-several"),
    path("dispatch/conflicts/", dropping.conflict, name="dispatch-conflict"),
    path("dispatch/placements/", dropping.drop, name="dispatch-drop"),
    path("dispatch/reminders/", desk.remind, name="dispatch-remind"),
]
