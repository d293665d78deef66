"""When a provider wrote what staff has not answered, and its place in the queue: the kinds of work after it move one further."""

from typing import ClassVar

from django.db import migrations, models

MOVED = "UPDATE records_tracebacksummary SET queue_key = queue_key {sign} 10000000000000000 WHERE queue_key >= {first}0000000000000000"
PLACE = 6  # of a provider's words
KINDS = (
    "lapsed", "disputed", "unknown_upstream", "loop", "unreached", "dead_end", "provider_wrote", "overdue", "reopened", "doubtful",
    "waiting", "held", "resting",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0002_indexes_for_long_lists")]
    operations: ClassVar = [
        migrations.AddField("hop", "wrote_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "tracebacksummary",
            "kind",
            models.CharField(max_length=20, choices=[(each, each) for each in KINDS], db_default="resting"),
        ),
        migrations.RunSQL(MOVED.format(sign="+", first=PLACE), MOVED.format(sign="-", first=PLACE + 1)),
    ]
