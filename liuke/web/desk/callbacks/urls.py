from django.urls import path

from liuke.web.desk.callbacks import calling, listing, signs

urlpatterns = [
    path("callbacks/", listing.list_, name="callbacks"),
    path("callbacks/about/<str:about>/<slug:kind>/", calling.about, name="callback-about"),
    path("callbacks/signs/", signs.signs, name="evaluation-signs"),
    path("callbacks/<str:number>/", calling.callback, name="callback"),
    path("callbacks/<str:number>/start/", calling.start, name="callback-start"),
    path("callbacks/<str:number>/outcome/", calling.outcome, name="callback-outcome"),
    path("callbacks/<str:number>/complaint/", calling.complaint, name="callback-complaint"),
]
