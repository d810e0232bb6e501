from django.db import migrations, models


class Migration(migrations.Migration):
    """Suggesting a handler reads what each settled lately, not all that was ever closed."""

    dependencies = [
        ("complaints", "0005_mailing_and_causes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state", "closed")), fields=["handler", "closed_at"], name="complaint_settled"
            ),
        ),
    ]
