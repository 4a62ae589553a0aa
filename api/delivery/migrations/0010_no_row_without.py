"""Nothing stands without what a list shows of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0009_one_row_says_all")]

    operations = [
        migrations.AlterField(model_name="standing", name="envelope", field=models.BinaryField()),
        migrations.AlterField(model_name="standing", name="summary", field=models.BinaryField()),
    ]
