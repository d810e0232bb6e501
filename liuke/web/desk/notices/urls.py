from django.urls import path

from liuke.web.desk.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.seen, name="notices-seen"),
]
