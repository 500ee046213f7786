"""`manage.py import_matters KIND FILE [--mapping FILE] [--whole] [--dry-run] [--json]`: bring in the rows of a CSV or Excel file."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from core.access.people import with_permission
from core.exchange import imports
from core.exchange.import_table import Table, read_table
from core.exchange.importing import Report, bring_in
from core.exchange.spreadsheets import Unreadable, mapping_of
from core.models import Imported, User
from core.procedure.procedure import Procedure, by_kind
from core.values.refused import Refused

WRONG = 2  # exit code for what was typed wrong


class Command(BaseCommand):
    help = "导入其他系统的事项（Excel 或 CSV，有一行表头）：好的行入库，不对的行按行号说明理由；重复导入不会重复入库"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="事项种类的代码")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--by", default="", help="以谁的名义导入（账号）；缺省为首个有导入权的人")
        parser.add_argument(
            "--source", default="", help="来源系统的名称（至多 12 字），不同系统的编号互不相干"
        )
        parser.add_argument(
            "--mapping", type=Path, help='表头对照（TOML）：每行 "我们的列名" = "文件里的表头"'
        )
        parser.add_argument(
            "--open",
            default="",
            help="核对过不用封闭的行号，用逗号隔开；缺省凡涉检举、家暴、未成年人的都封闭",
        )
        parser.add_argument("--whole", action="store_true", help="全部正确才入库：有一行不对，就一行也不入库")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不入库")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        procedure = _procedure(options["kind"])
        if len(options["source"]) > 12 or ":" in options["source"]:
            raise CommandError("来源系统的名称至多 12 字，不含冒号", returncode=WRONG)
        by = _user(options["by"], f"{procedure.labels['app']}.import")
        importer = import_string(procedure.importer)(by, options["source"])
        data, table = _read(importer, options)
        self.stderr.write(f"以{by.name}（{by.username}）的名义导入")
        how: dict[str, Any] = {"dry_run": True}
        if not options["dry_run"]:
            made = imports.by_command(importer, options["file"].name, data, whole=options["whole"])
            how = {"whole": options["whole"], "rows": lambda: [Imported(batch=made)]}
        try:
            report = bring_in(importer, table, tell=self._tell, **how)
        except Refused as error:
            raise CommandError(str(error), returncode=WRONG) from error
        if not options["dry_run"]:
            imports.end(made, report)
        if options["json"]:
            self.stdout.write(json.dumps(report.told(), ensure_ascii=False))
        else:
            self._print(report, table, dry_run=options["dry_run"])

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done}/{total}")

    def _print(self, report: Report, table: Table, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("只检查，没有入库")
        for word in ("read", "stored", "existing"):
            self.stdout.write(f"{word} {getattr(report, word)}")
        self.stdout.write(f"refused {len(report.refused)}")
        for refusal in report.refused:
            self.stdout.write(f"第 {refusal.row} 行：{refusal.reason}")
        for sentence in (*table.notes, *_beside(report), *_columns(table)):
            self.stdout.write(sentence)
        if table.unused:
            self.stdout.write(f"没有用到的列：{'、'.join(table.unused)}")


def _columns(table: Table) -> Iterator[str]:
    for column in table.head.columns:
        if column.told:
            yield f"“{column.label}”列：{column.told}"


def _beside(report: Report) -> Iterator[str]:
    """What came of the rows besides the four counts."""
    if report.joined:
        yield f"{report.joined} 行和同一登记号的另一行合成一件，几个人都记上了。"
    if report.answered:
        yield f"{report.answered} 件以前没有答复，补上了答复。"
    for word, told in (
        ("文件里重复", report.doubled),
        ("以前已有", report.differs),
        ("已封闭", report.sealed),
    ):
        yield from (f"第 {one.row} 行{word}：{one.reason}" for one in told)
    yield from (f"{note}：{count} 行" for note, count in report.notes.items())
    for column, words in report.asked.items():
        said = "、".join(f"“{word or '没有写'}”{count} 行" for word, count in words.items())
        yield f'“{column}”里认不得的词：{said}。命令用 --mapping 写明，例如 ["词语"."{column}"] 下面一行 "原词" = "我们的词"。'


def _read(importer: Any, options: dict[str, Any]) -> tuple[bytes, Table]:
    """The file, whole and as a table that the importer is prepared for."""
    try:
        mapping = options["mapping"].read_text("utf-8") if options["mapping"] else ""
        others, words = mapping_of(mapping) if options["mapping"] else ({}, {})
        data = options["file"].read_bytes()
        table = read_table(data, importer.columns, said=others)
        importer.prepare(table.head, words, options["open"].split(","))
    except OSError as error:
        sentence = f"文件 {error.filename} 读不出来：{error.strerror}"
        raise CommandError(sentence, returncode=WRONG) from error
    except (Unreadable, Refused) as error:
        raise CommandError(str(error), returncode=WRONG) from error
    return data, table


def _procedure(kind: str) -> Procedure:
    procedure = by_kind().get(kind)
    if procedure is None or not procedure.importer:
        kinds = "、".join(kind for kind, found in by_kind().items() if found.importer)
        raise CommandError(f"“{kind}”不能导入，可以导入：{kinds}", returncode=WRONG)
    return procedure


def _user(username: str, permission: str) -> User:
    """Who imports: rights by post hold here as everywhere."""
    allowed = with_permission(permission)
    if username:
        allowed = [user for user in allowed if user.username == username]
        if not allowed:
            raise CommandError(f"账号“{username}”不存在、已停用或没有导入权", returncode=WRONG)
    if not allowed:
        raise CommandError("没有人有导入权；请先给人任职（如中心主任），或用 --by 指明", returncode=WRONG)
    return allowed[0]
