from django.urls import include, path

from liuke.web.desk.keeping import briefs, grades, handovers

urlpatterns = [
    path("keeping/", handovers.overview, name="keeping"),
    path("keeping/handovers/<str:handover>/", handovers.handover, name="handover"),
    path("keeping/grades/", grades.grades, name="grades"),
    path("keeping/grades/<str:customer>/", grades.grade, name="grade-review"),
    path("", include("liuke.web.desk.keeping.bond.urls")),
    path("", include("liuke.web.desk.keeping.terms.urls")),
    path("keeping/briefs/<str:customer>/", briefs.brief, name="brief"),
    path("keeping/briefs/<str:customer>/acknowledgement/", briefs.acknowledge, name="brief-acknowledge"),
    path("keeping/briefs/<str:customer>/first-contact/", briefs.first_contact, name="brief-first-contact"),
]
