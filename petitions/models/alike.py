"""Which petitions are of the same person about the same thing: what 初次 and 重复 (petitions.repeats) are counted from."""

from django.db import models

from petitions.models.petition import Petition


class Alike(models.Model):
    """Two petitions of the same person (identity number, phone, or name and area where no two numbers differ) about the same
    thing: the same words, at least half of the pairs of characters of the shorter text, or a link made by a person. Each
    pair stands twice, once from either side; accusations in none.

    The database writes it (petitions.alike) in whatever transaction changes a person, a text, a place, a label or a
    link. Which of the two came first, and whether either counts, is asked when it is counted.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "同一人的同一事项"
        constraints = [
            models.UniqueConstraint(fields=["petition", "other"], name="two_petitions_are_alike_once"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} – {self.other_id}"
