from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0018_import_questions'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='item',
            field=models.CharField(blank=True, help_text='which of Procedure.items it is: chosen, never guessed', max_length=20, verbose_name='卷内材料'),
        ),
    ]
