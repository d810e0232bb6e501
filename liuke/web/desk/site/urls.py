from django.urls import path

from liuke.web.desk.site import desk

urlpatterns = [path("site-desk/", desk.site, name="site")]
