from django.urls import path

from liuke.web.desk.hotline import fragments, pages, places, requests

urlpatterns = [
    path("calls/", pages.hotline, name="hotline"),
    path("calls/lookup/", pages.lookup, name="hotline-lookup"),
    path("calls/ringing/", pages.ringing, name="hotline-ringing"),
    path("calls/safety/", pages.safety, name="hotline-safety"),
    path("calls/offer/", fragments.offer, name="hotline-offer"),
    path("calls/place/", places.place, name="hotline-place"),
    path("calls/duplicates/", places.duplicates, name="hotline-duplicates"),
    path("calls/<str:number>/pickup/", pages.pickup, name="hotline-pickup"),
    path("calls/<str:number>/return/", requests.call_back, name="call-return"),
    path("requests/<str:number>/", requests.request_, name="request"),
]
