from django.urls import path

from liuke.web.desk.keeping.bond import matrix, signs, treatments

urlpatterns = [
    path("keeping/bond/", matrix.matrix, name="bond-matrix"),
    path("keeping/bond/<str:customer>/", signs.bond, name="bond"),
    path("keeping/bond/<str:customer>/signs/", signs.sign, name="bond-sign"),
    path("keeping/bond/<str:customer>/contacts/", signs.contact, name="bond-contact"),
    path("keeping/treatments/", treatments.treatments, name="treatments"),
]
