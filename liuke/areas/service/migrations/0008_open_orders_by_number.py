from django.db import migrations, models

OPEN = ['new', 'to_dispatch', 'offered', 'to_book', 'booked', 'on_the_way', 'in_service', 'on_hold', 'second_visit_due', 'in_review', 'sent_back', 'to_call_back']


class Migration(migrations.Migration):
    """The number lies in the index of open orders, so that it meets promises without the row (the live board)."""

    dependencies = [("service", "0007_day_plans")]

    operations = [
        migrations.RemoveIndex(model_name="workorder", name="order_open"),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(condition=models.Q(("state__in", OPEN)), fields=["state", "-id"], include=["number"], name="order_open"),
        ),
    ]
