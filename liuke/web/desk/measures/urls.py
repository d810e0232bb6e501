from django.urls import path

from liuke.web.desk.measures import views

urlpatterns = [path("measures/", views.measures, name="measures")]
