from django.urls import path

from liuke.web.desk.sales import pages

urlpatterns = [
    path("keeping/sales/", pages.sales, name="sales"),
    path("keeping/roster/", pages.roster, name="roster"),
]
