from django.urls import path

from liuke.web.desk.complaints import board, case, improvements, inbox, papers, taking, visit

urlpatterns = [
    path("complaints/", inbox.list_, name="complaints"),
    path("complaints/new/", taking.new, name="complaint-new"),
    path("complaints/repeats/", taking.repeats, name="complaint-repeats"),
    path("complaints/improvements/<str:number>/", improvements.improvement, name="improvement"),
    path("complaints/board/", board.board, name="complaint-board"),
    path("complaints/<str:number>/card/", papers.card, name="complaint-card"),
    path("complaints/<str:number>/letters/<int:letter>/", papers.letter, name="complaint-letter"),
    path("complaints/<str:number>/", case.complaint, name="complaint"),
    path("complaints/<str:number>/visit/", visit.visit, name="complaint-visit"),
    path("complaints/<str:number>/visit/offer/", visit.offer, name="complaint-visit-offer"),
    path("complaints/<str:number>/files/<str:enclosure>/", case.file, name="complaint-file"),
    path("dissatisfactions/<str:number>/", case.by_its_old_name, name="dissatisfaction"),
]
