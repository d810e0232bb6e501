from django.urls import path

from liuke.web.desk.greetings import pages

urlpatterns = [
    path("keeping/care/", pages.overview, name="greetings"),
    path("keeping/care/decisions/", pages.decide, name="greetings-decide"),
    path("keeping/care/<str:greeting>/", pages.greeting, name="greeting"),
    path("keeping/care/<str:greeting>/call/", pages.called, name="greeting-call"),
]
