from django.urls import path

from liuke.web.desk.visits import choosing, doing, paper, plan

urlpatterns = [
    path("keeping/visits/", choosing.plans, name="visit-plans"),
    path("keeping/visits/choice/", choosing.choose, name="visit-choice"),
    path("keeping/visits/day/", doing.day, name="visit-day"),
    path("keeping/visits/customers/<str:customer>/", doing.customer, name="visit-customer"),
    path("keeping/visits/plans/<str:visit_plan>/", plan.plan, name="visit-plan"),
    path("keeping/visits/plans/<str:visit_plan>/state/", plan.state, name="visit-plan-state"),
    path("keeping/visits/plans/<str:visit_plan>/trial/", plan.trial, name="visit-trial"),
    path("keeping/visits/plans/<str:visit_plan>/placements/", plan.move, name="visit-move"),
    path("keeping/visits/plans/<str:visit_plan>/stops/", plan.stop, name="visit-stop"),
    path("keeping/visits/plans/<str:visit_plan>/additions/", plan.add, name="visit-add"),
    path("keeping/visits/plans/<str:visit_plan>/route/", plan.route, name="visit-route"),
    path("keeping/visits/plans/<str:visit_plan>/settlement/", plan.settle, name="visit-settle"),
    path("keeping/visits/plans/<str:visit_plan>/withdrawal/", plan.drop, name="visit-drop"),
    path("keeping/visits/plans/<str:visit_plan>/restoration/", plan.restore, name="visit-restore"),
    path("keeping/visits/plans/<str:visit_plan>/paper/", paper.paper, name="visit-paper"),
]
