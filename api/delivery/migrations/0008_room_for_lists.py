"""What stands gets room for what a list shows of it: `envelope` and `summary`, to be filled by the next step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_references_in_one_text")]

    operations = [
        migrations.AddField(model_name="standing", name="envelope", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="standing", name="summary", field=models.BinaryField(null=True)),
    ]
