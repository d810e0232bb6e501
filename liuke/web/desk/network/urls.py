"""Candidates for sites, and what sites keep in force."""

from django.urls import path

from liuke.web.desk.network import pipeline, seasons, standing

urlpatterns = [
    path("network/", pipeline.network, name="network"),
    path("network/seasons/", seasons.seasons, name="seasons"),
    path("network/candidates/<str:number>/", pipeline.candidate, name="candidate"),
    path("network/candidates/<str:number>/files/<str:document>/", pipeline.file, name="candidate-file"),
    path("network/sites/<str:site>/", standing.site, name="site-standing"),
    path("network/sites/<str:site>/files/<str:contract>/", standing.file, name="agreement-file"),
    path("network/renewals/<path:policy>/", standing.renewal, name="insurance-renewal"),
    path("network/agreements/<str:number>/", standing.agreement, name="agreement"),
    path("network/training/<str:number>/", standing.training, name="training"),
]
