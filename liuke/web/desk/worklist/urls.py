from django.urls import path

from liuke.web.desk.worklist import acts, giving, listing, today

urlpatterns = [
    path("", today.today, name="today"),
    path("today/news/", today.news, name="today-news"),
    path("promises/", listing.promises, name="promises"),
    path("promises/new/", giving.give, name="promise-new"),
    path("promises/new/until/", giving.until, name="promise-until"),
    path("promises/<int:promise_id>/", acts.promise, name="promise"),
    path("promises/<int:promise_id>/acts/", acts.acts, name="promise-acts"),
    path("promises/<int:promise_id>/completion/", acts.done, name="promise-done"),
    path("promises/<int:promise_id>/taking/", acts.take, name="promise-take"),
    path("promises/<int:promise_id>/handover/", acts.pass_on, name="promise-pass"),
    path("promises/<int:promise_id>/move/", acts.move, name="promise-move"),
    path("promises/<int:promise_id>/waiver/", acts.waive, name="promise-waive"),
]
