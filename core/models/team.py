"""Teams (工作专班) are laid out by templates: which roles, how many persons each, as data."""

import re

from django.core.exceptions import ValidationError
from django.db import models

LINE = re.compile(r"(?P<role>\S{1,20})(?:\s+(?P<count>[1-9]\d?))?")
MOST = 20  # persons of one team


class TeamTemplate(models.Model):
    """专班模板: who 1+1+5 and 1+1+8 are in this town. The articles name them and do not say it."""

    name = models.CharField("名称", max_length=40, unique=True, help_text="如：1+1+8 信访包案。")
    basis = models.CharField("依据", max_length=100, help_text="定这个专班的文件、会议。")
    roles = models.TextField(
        "角色", max_length=600, help_text="一行一个角色，空一格写人数，不写的是 1 人，如：包村干部 2。"
    )
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专班模板"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        lines = self._lines()
        if not all(LINE.fullmatch(line) for line in lines):
            raise ValidationError({"roles": "一行一个角色，最多 20 个字，后面空一格写人数。"})
        seats = self.seats
        if not 1 <= len(seats) <= MOST or len(set(seats)) < len(seats):
            raise ValidationError({"roles": f"一个专班 1 至 {MOST} 人，角色不能写两次。"})

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.roles.splitlines() if line.strip()]

    @property
    def seats(self) -> list[str]:
        """A role for each person, in order: 召集人, 包村干部1, 包村干部2."""
        found: list[str] = []
        for match in filter(None, map(LINE.fullmatch, self._lines())):
            role, count = match["role"], int(match["count"] or 1)
            found += [role] if count == 1 else [f"{role}{place}" for place in range(1, count + 1)]
        return found
