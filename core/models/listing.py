"""How somebody likes to see a list: filters kept under a name, the columns, the height of the lines."""

from typing import Any

from django.db import connection, models

from core.models.organisation import Unit, User


class SavedFilter(models.Model):
    """The address of a list under a name. It holds conditions and no rows: whoever opens it sees what their own
    rights show. `kind` is the procedure's; `shared_with` the unit whose people have it among their tabs.
    """

    MOST = 12  # of one user for one list

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="谁的")
    kind = models.CharField("清单", max_length=20)
    name = models.CharField("名称", max_length=16)
    query = models.CharField("筛选地址", max_length=500)
    shared_with = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="共享给"
    )

    class Meta:
        verbose_name = verbose_name_plural = "保存的筛选"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "name"], name="a_user_s_filter_has_its_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """Which columns of a list a user sees, by their heads, and how high its lines are."""

    class Density(models.TextChoices):
        CLOSE = "", "紧凑"
        ROOMY = "roomy", "宽松"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    columns = models.CharField(max_length=500)
    density = models.CharField(max_length=8, choices=Density, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "清单的列"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="a_user_chooses_once_for_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"

    @property
    def heads(self) -> list[str]:
        return self.columns.split(",") if self.columns else []


# Written out: every list asks it, and to put it together took longer than to run it.
KEPT_OF = """
SELECT id, name, query, user_id FROM core_savedfilter
WHERE kind = %(kind)s AND (user_id = %(user)s OR shared_with_id = ANY(%(units)s))
UNION ALL SELECT 0, density, columns, user_id FROM core_listchoice WHERE kind = %(kind)s AND user_id = %(user)s
"""


def kept(user: Any, kind: str) -> tuple[list[SavedFilter], ListChoice]:
    """What a list's page needs of both, in one query: the filters, one's own first, and the choice."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_OF, {"kind": kind, "user": user.pk, "units": list(user.reach.units)})
        rows = sorted(cursor.fetchall(), key=lambda row: (row[3] != user.pk, row[0]))
    choice = next((ListChoice(density=row[1], columns=row[2]) for row in rows if row[0] == 0), ListChoice())
    found = [
        SavedFilter(pk=pk, name=name, query=query, user_id=own, kind=kind)
        for pk, name, query, own in rows
        if pk
    ]
    return found, choice
