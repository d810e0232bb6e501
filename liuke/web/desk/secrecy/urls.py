"""What leaves in bulk, and who decides about it."""

from django.urls import path

from liuke.web.desk.secrecy import asking, consents, files, leaks, looks, people, releases, retention, rights

urlpatterns = [
    path("secrecy/", releases.list_, name="secrecy"),
    path("secrecy/new/", asking.new, name="release-new"),
    path("secrecy/retention/", retention.retention, name="retention"),
    path("secrecy/texts/", consents.texts, name="consent-texts"),
    path("secrecy/customers/<str:ref>/data/", consents.theirs, name="customer-data"),
    path("secrecy/customers/<str:ref>/files/", files.list_, name="customer-files"),
    path("secrecy/files/<str:key>/", files.file, name="secret-file"),
    path("secrecy/files/<str:key>/opened/", files.opened, name="secret-file-opened"),
    path("secrecy/leaks/", leaks.list_, name="leaks"),
    path("secrecy/leaks/new/", leaks.new, name="leak-new"),
    path("secrecy/leaks/measures/<str:leak_measure>/", leaks.measure, name="leak-measure"),
    path("secrecy/leaks/<str:leak>/", leaks.leak, name="leak"),
    path("secrecy/customers/<str:ref>/looks/", looks.looks, name="customer-looks"),
    path("secrecy/people/<str:username>/", people.looker, name="secrecy-person"),
    path("secrecy/customers/<str:ref>/rights/", rights.new, name="person-request-new"),
    path("secrecy/rights/", rights.list_, name="person-requests"),
    path("secrecy/rights/<str:number>/", rights.right, name="person-request"),
    path("secrecy/rights/<str:number>/copy/", rights.paper, name="person-copy"),
    path("secrecy/<str:number>/", releases.release, name="release"),
    path("secrecy/<str:number>/progress/", releases.progress, name="release-progress"),
    path("secrecy/<str:number>/workbook/", releases.workbook, name="release-workbook"),
]
