"""All technical schedules. Anything owed to or by a person is a promise instead (design §2)."""

from datetime import time, timedelta

from liuke.foundation.queue.schedule import Recurring

SCHEDULES = [
    Recurring("sealing", "liuke.kernel.journal.sealing:seal", every=timedelta(seconds=5)),
    Recurring("forgetting_answers", "liuke.api.idempotency:forget_old", daily=time(3, 15)),
    Recurring("forgetting_failures", "liuke.foundation.identity.sign_in:forget_failures", daily=time(3, 25)),
    Recurring("reaping", "liuke.foundation.queue.reaper:Reaper", every=timedelta(seconds=5), process="worker"),
    Recurring("forgetting_forms", "liuke.foundation.forms.actions:forget_old", daily=time(3, 10)),
    Recurring("forgetting_links", "liuke.foundation.links.actions:forget_old", daily=time(3, 35)),
    Recurring("sweeping_files", "liuke.foundation.files.actions:sweep", daily=time(3, 20)),
    Recurring("lapsing_releases", "liuke.areas.secrecy.jobs:lapse", every=timedelta(minutes=10)),
    Recurring("finding_duplicates", "liuke.areas.customers.jobs:find_duplicates", daily=time(2, 10)),
    Recurring("lapsing_levels", "liuke.areas.secrecy.jobs:lapse_levels", daily=time(2, 15)),
    Recurring("ending_with_their_term", "liuke.areas.secrecy.jobs:end_with_their_term", daily=time(2, 45)),
    Recurring("grading_customers", "liuke.areas.keeping.jobs:grade_customers", daily=time(1, 30)),
    Recurring("regarding_customers", "liuke.areas.keeping.jobs:regard_customers", daily=time(1, 45)),
    Recurring("beginning_contacts", "liuke.areas.keeping.jobs:begin_contacts", daily=time(1, 55)),
    Recurring("planning_greetings", "liuke.areas.keeping.jobs:plan_greetings", daily=time(2, 20)),
    Recurring("greeting_customers", "liuke.processes.greetings:greet", daily=time(8, 30)),
    Recurring("counting_sales", "liuke.areas.charges.jobs:count_sales", daily=time(2, 40)),
    Recurring("grading_sites", "liuke.areas.quality.jobs:grade_sites", daily=time(2, 30)),
    Recurring("drafting_statements", "liuke.areas.settlement.jobs:draft_last_month", daily=time(3, 40)),
    Recurring("finding_holdings", "liuke.areas.settlement.jobs:find_holdings", daily=time(3, 45)),
    Recurring("forgetting_imports", "liuke.processes.intake.actions:forget_old", daily=time(3, 30)),
]
