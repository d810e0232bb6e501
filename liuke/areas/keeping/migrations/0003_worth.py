import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_fields'),
        ('keeping', '0002_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Worth',
            fields=[
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='customers.customer')),
                ('cents', models.BigIntegerField()),
                ('times', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
                ('recency', models.PositiveSmallIntegerField()),
                ('frequency', models.PositiveSmallIntegerField()),
                ('money', models.PositiveSmallIntegerField()),
                ('grade', models.CharField(max_length=1)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-cents', 'customer'], name='worth_by_money')],
                'constraints': [models.CheckConstraint(condition=models.Q(('grade__in', ['A', 'B', 'C'])), name='a_counted_grade_is_a_b_or_c'), models.CheckConstraint(condition=models.Q(('frequency__range', (1, 5)), ('money__range', (1, 5)), ('recency__range', (1, 5))), name='a_score_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(max_length=1)),
                ('reason', models.CharField(max_length=200)),
                ('until', models.DateTimeField()),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('set_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('customer',), name='a_customer_has_one_grade_by_hand'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_grade_by_hand_says_why'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('set_at'))), name='a_grade_by_hand_ends_later')],
            },
        ),
    ]
