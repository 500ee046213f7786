"""What an import asks: the file and where it comes from, what its columns mean, and how to go on."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.documents.uploads import TABLES, CheckedFile, check_upload
from core.exchange.import_columns import DROP, KEEP, Column, ours, plain
from core.exchange.spreadsheets import Unreadable, mapping_of
from core.models import Import, Matter
from core.values.form_base import Form, radio, short_text

LARGEST_MAPPING = 20_000  # bytes


class UploadForm(Form):
    """A table of another system's matters."""

    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="Excel（.xlsx）或 CSV，至多 20 MB、两万行。",
        error_messages={"required": "请选择文件。", "empty": "这是空文件，请重新选择。"},
    )
    source = short_text(
        "来源系统", 12, False, help_text="例如：县热线。不同系统的编号互不相干；同一个系统每次写同样的名称。"
    )
    mapping = forms.FileField(
        label="对照文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        help_text="可以不传：认不得的表头，下一步逐个选。",
    )

    def clean_file(self) -> tuple[UploadedFile, CheckedFile]:
        file = self.cleaned_data["file"]
        return file, check_upload(file, TABLES)

    def clean_source(self) -> str:
        source = " ".join(self.cleaned_data["source"].split())
        if ":" in source:
            raise ValidationError("名称里不能有冒号。")
        return source

    def clean_mapping(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Other headers by our column's first name, and what words mean."""
        file = self.cleaned_data["mapping"]
        if file is None:
            return {}, {}
        try:
            return mapping_of(file.read(LARGEST_MAPPING).decode())
        except UnicodeDecodeError:
            raise ValidationError("对照文件不是 UTF-8 编码的文本。") from None
        except Unreadable as error:
            raise ValidationError(str(error)) from None


class HeadersForm(Form):
    """What each column of the file is: one of ours, words for the history, or nothing."""

    def __init__(self, posted: Any, told: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> None:
        super().__init__(posted)
        columns = ours(columns)
        self.told, self.ours = list(told), {column.key: column for column in columns}
        choices = [
            (DROP, "不导入这一列"),
            (KEEP, "原话记入流转记录"),
            *((c.headers[0], f"{c.headers[0]}{'（必填）' if c.required else ''}") for c in columns),
        ]
        for place, column in enumerate(self.told):
            self.fields[f"header_{place}"] = forms.ChoiceField(
                label=column["label"],
                choices=choices[:1] if column.get("never") else choices,
                required=False,
                initial=self._guess(column),
                help_text=column["told"],
            )

    @property
    def open(self) -> bool:
        """Whether there is something to be asked: headers that we do not know, or several for one column."""
        return any(column["rivals"] or not (column["key"] or column.get("never")) for column in self.told)

    @property
    def rows(self) -> list[tuple[Any, Mapping[str, Any]]]:
        return [(self[f"header_{place}"], column) for place, column in enumerate(self.told)]

    def _guess(self, column: Mapping[str, Any]) -> str:
        """As it is read now; of several that mean the same, the one that says most exactly what we mean."""
        ours = self.ours.get(column["key"])
        if ours is None:
            return KEEP if column["kept"] else DROP
        headers = [plain(header) for header in ours.headers]
        rivals = [*column["rivals"]]

        def rank(label: str) -> tuple[int, int]:
            word = plain(label)
            return -len(word), headers.index(word) if word in headers else len(headers)

        best = min(rivals, key=rank, default="")
        return ours.headers[0] if not rivals or column["label"] == best else KEEP

    def clean(self) -> dict[str, Any]:
        chosen = [value for value in self.cleaned_data.values() if value not in ("", KEEP, DROP)]
        if twice := sorted({value for value in chosen if chosen.count(value) > 1}):
            raise ValidationError(f"“{'”“'.join(twice)}”选了不止一列，每项只能选一列。")
        return self.cleaned_data

    def chosen(self) -> dict[str, list[str]]:
        """Their headers by our column's first name."""
        found: dict[str, list[str]] = {}
        for place, column in enumerate(self.told):
            found.setdefault(self.cleaned_data[f"header_{place}"] or DROP, []).append(column["label"])
        return found


class WordsForm(Form):
    """What the words mean that nobody knows: once for the file."""

    def __init__(self, posted: Any, asked: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> None:
        super().__init__(posted)
        self.asked = list(asked)
        for place, one in enumerate(self.asked):
            word = f"“{one['word']}”" if one["word"] else "没有写的"
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=f"{one['column']}{word}（{one['rows']} 行）",
                choices=[("", "照现在的样子"), *options[one["column"]]],
                required=False,
                initial=one["meant"],
            )

    def chosen(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for place, one in enumerate(self.asked):
            if meant := self.cleaned_data[f"word_{place}"]:
                found.setdefault(one["column"], {})[one["word"]] = meant
        return found


# What an office's ledger may hold; the registers and counselling come by no file.
_Label = Matter.Compartment
CLOSED_AS = (_Label.ACCUSATION, _Label.DOMESTIC_VIOLENCE, _Label.MINOR, _Label.CONFIDENTIAL)


class ConfirmForm(Form):
    """All or the right ones; which of those that words point to are sealed; whether answers are taken over."""

    mode = radio(
        "方式",
        Import.Mode.choices,
        help_text="全部正确才入库：有一行不对，就一行也不入库。只入库正确的行：不对的行另存成文件，改好再导入。",
        error_messages={"required": "请选一种方式。", "invalid_choice": "请选一种方式。"},
    )
    sealed = forms.MultipleChoiceField(
        label="封闭入库的行",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="检举控告、家庭暴力、涉未成年人、要求保密的，入库时就封闭，只有保管人看得到；家庭暴力、涉未成年人还没有办结的，"
        "同时按要紧情况告知值班领导。核对过确实不用封闭的，去掉勾。",
    )
    more = short_text(
        "另外要封闭的行号",
        400,
        False,
        help_text="字面上看不出、您读了认为要封闭的，写行号，用顿号或逗号隔开，例如：3、17。",
    )
    more_as = forms.ChoiceField(
        label="这些行是",
        required=False,
        choices=[("", "请选择"), *((label.value, label.label) for label in CLOSED_AS)],
    )
    take_over = forms.BooleanField(label="补上答复", required=False)

    def __init__(
        self,
        posted: Any = None,
        *,
        found: Mapping[str, Any],
        places: Callable[[], set[str]] = set,
        **more: Any,
    ) -> None:
        """`places`: of the rows of the file, read only where row numbers are typed."""
        super().__init__(posted, **more)
        self.places = places
        rows = [(str(place), f"第 {place} 行 {why}") for place, why in found.get("sealed", ())]
        self.fields["sealed"].choices = rows  # type: ignore[attr-defined]
        self.initial.setdefault("sealed", [place for place, _ in rows])
        self.initial.setdefault("take_over", True)
        if not rows:
            del self.fields["sealed"]
        if answered := found.get("answered"):
            self.fields[
                "take_over"
            ].help_text = f"{answered} 件以前入库时没有答复，这次有了：补上答复并办结。"
        else:
            del self.fields["take_over"]

    def opened(self) -> list[str]:
        """The rows that need not be sealed."""
        if "sealed" not in self.fields:
            return []
        rows = [place for place, _ in self.fields["sealed"].choices]  # type: ignore[attr-defined]
        return [place for place in rows if place not in self.cleaned_data["sealed"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = self._typed()
        if typed and not cleaned.get("more_as"):
            self.add_error("more_as", "请选这些行是哪一类封闭事项。")
        known = self.places() if typed else set()
        if unknown := [place for place in typed if place not in known]:
            self.add_error("more", f"文件里没有“{unknown[0]}”这一行：请写核对结果里的行号。")
        return cleaned

    def _typed(self) -> list[str]:
        return [
            place.strip()
            for place in re.split("[、，,；;\n]", self.cleaned_data.get("more", ""))
            if place.strip()
        ]

    def closed(self) -> dict[str, str]:
        """The rows that are sealed though no word points to it, with the label."""
        return dict.fromkeys(self._typed(), self.cleaned_data["more_as"])
