from django.urls import path

from liuke.web.desk.dispatch import desk, dropping, planning, several

urlpatterns = [
    path("dispatch/", desk.dispatch, name="dispatch"),
    path("dispatch/several/", several.several, name="dispatch-several"),
    path("dispatch/conflicts/", dropping.conflict, name="dispatch-conflict"),
    path("dispatch/placements/", dropping.drop, name="dispatch-drop"),
    path("dispatch/plans/", planning.plans, name="dispatch-plans"),
    path("dispatch/plans/<str:number>/", planning.plan, name="dispatch-plan"),
    path("dispatch/plans/<str:number>/state/", planning.state, name="dispatch-plan-state"),
    path("dispatch/plans/<str:number>/acceptance/", planning.accept, name="dispatch-plan-accept"),
    path("dispatch/plans/<str:number>/withdrawal/", planning.drop, name="dispatch-plan-drop"),
    path("dispatch/plans/<str:number>/recovery/", planning.recover, name="dispatch-plan-recovery"),
    path("dispatch/plans/<str:number>/retry/", planning.retry, name="dispatch-plan-retry"),
    path("dispatch/sick-leaves/", planning.off_sick, name="dispatch-off-sick"),
    path("dispatch/locks/", planning.lock, name="dispatch-lock"),
    path("dispatch/reminders/", desk.remind, name="dispatch-remind"),
]
