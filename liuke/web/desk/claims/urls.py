from django.urls import path

from liuke.web.desk.claims import pages

urlpatterns = [
    path("claims/", pages.list_, name="claims"),
    path("claims/new/<str:machine>/", pages.new, name="new-claim"),
    path("claims/<str:number>/", pages.claim, name="claim"),
    path("claims/<str:number>/files/<str:photo>/", pages.file, name="claim-file"),
]
