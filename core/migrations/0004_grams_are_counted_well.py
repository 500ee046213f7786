from django.db import migrations


class Migration(migrations.Migration):
    """How many matters hold a pair of characters is asked by cases.similar: the hundred most common of a column
    are too few. At 100,000 matters ANALYZE takes 3 s with a thousand, and a look at duplicates 20 ms
    instead of 130 (docs/duplicates.md).
    """

    dependencies = [
        ("core", "0003_the_hall_whole"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS 1000",
            "ALTER TABLE core_mattertext ALTER COLUMN grams SET STATISTICS -1",
        ),
    ]
