from django.urls import path

from liuke.web.desk.calendar_feed import pages

urlpatterns = [
    path("calendar-feed/", pages.own, name="calendar-feed"),
    path("my/calendar/<str:token>/", pages.feed, name="calendar-feed-of"),
]
