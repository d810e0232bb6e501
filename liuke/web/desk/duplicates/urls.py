from django.urls import path

from liuke.web.desk.duplicates import comparing, listing, undoing

urlpatterns = [
    path("duplicates/", listing.pairs_list, name="duplicates"),
    path("duplicates/apart/", listing.apart, name="duplicates-apart"),
    path("customers/<str:ref>/duplicates/", listing.of_customer, name="customer-likes"),
    path("customers/<str:ref>/merge/", comparing.merge, name="customer-merge"),
    path("mergers/<int:merge>/undoing/", undoing.undo, name="merger-undo"),
]
