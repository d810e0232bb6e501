from django.urls import path

from liuke.web.desk.complaints import case, improvements, inbox, taking

urlpatterns = [
    path("complaints/", inbox.list_, name="complaints"),
    path("complaints/new/", taking.new, name="complaint-new"),
    path("complaints/repeats/", taking.repeats, name="complaint-repeats"),
    path("complaints/improvements/<str:number>/", improvements.improvement, name="improvement"),
    path("complaints/<str:number>/", case.complaint, name="complaint"),
    path("complaints/<str:number>/files/<str:enclosure>/", case.file, name="complaint-file"),
    path("dissatisfactions/<str:number>/", case.by_its_old_name, name="dissatisfaction"),
]
