"""Budgets from before sources were kept: each decision is the county's own, as nothing else is known of it.

What was paid before the ledger began is posted by `manage.py ledger --post-existing`: that needs the rules of today,
which a migration doesn't have.
"""

from django.db import migrations


def give_portions(apps, schema_editor):
    BudgetRevision = apps.get_model("payroll", "BudgetRevision")
    BudgetPortion = apps.get_model("payroll", "BudgetPortion")
    lacking = BudgetRevision.objects.filter(portions__isnull=True).exclude(amount=0)
    BudgetPortion.objects.bulk_create(
        [
            BudgetPortion(revision=one, source="county", amount=one.amount, document=one.document)
            for one in lacking.iterator()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("payroll", "0002_money")]
    operations = [migrations.RunPython(give_portions, migrations.RunPython.noop)]
