from django.db import migrations, models

OPEN = ['new', 'to_dispatch', 'offered', 'to_book', 'booked', 'on_the_way', 'in_service', 'on_hold', 'second_visit_due', 'in_review', 'sent_back', 'to_call_back']


class Migration(migrations.Migration):
    """What an order waits for lies in the index of open orders: the board counts both in one pass without the rows."""

    dependencies = [("service", "0009_distance_at_arrival")]

    operations = [
        migrations.RemoveIndex(model_name="workorder", name="order_open"),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                condition=models.Q(("state__in", OPEN)),
                fields=["state", "-id"],
                include=["number", "hold_reason"],
                name="order_open",
            ),
        ),
    ]
