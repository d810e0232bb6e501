from django.urls import path

from liuke.web.desk.search import views

urlpatterns = [path("search/", views.search, name="search")]
