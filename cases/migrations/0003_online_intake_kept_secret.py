"""What a citizen sends in may ask for secrecy, and sending it twice is once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_the_hall_whole")]

    operations = [
        migrations.AddField(
            model_name="onlineintake",
            name="key",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="onlineintake",
            name="confidential",
            field=models.BooleanField(default=False, verbose_name="要求保密"),
        ),
    ]
