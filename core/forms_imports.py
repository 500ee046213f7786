"""What an import asks: the file and where it comes from, what its columns mean, and how to go on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.forms import Form
from core.import_table import Column, plain
from core.models import Import
from core.sheets import Unreadable, headers_of
from core.uploads import TABLES, CheckedFile, check_upload

LARGEST_MAPPING = 20_000  # bytes


class UploadForm(Form):
    """A table of another system's matters."""

    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="Excel（.xlsx）或 CSV，至多 20 MB、两万行。",
        error_messages={"required": "请选择文件。", "empty": "这是空文件，请重新选择。"},
    )
    source = forms.CharField(
        label="来源系统",
        max_length=12,
        required=False,
        help_text="例如：县热线。不同系统的编号互不相干；同一个系统每次写同样的名称。",
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

    def clean_mapping(self) -> dict[str, Any]:
        """Other headers by our column's first name."""
        file = self.cleaned_data["mapping"]
        if file is None:
            return {}
        try:
            return headers_of(file.read(LARGEST_MAPPING).decode())
        except UnicodeDecodeError:
            raise ValidationError("对照文件不是 UTF-8 编码的文本。") from None
        except Unreadable as error:
            raise ValidationError(str(error)) from None


class HeadersForm(Form):
    """Which of our columns each header means that nothing was made of."""

    def __init__(
        self,
        posted: Any,
        unknown: Iterable[str],
        columns: Iterable[Column],
        answered: Mapping[str, Iterable[str]],
    ) -> None:
        super().__init__(posted)
        self.unknown = list(dict.fromkeys(unknown))
        before = {plain(theirs): ours for ours, names in answered.items() for theirs in names}
        ours = [
            (column.headers[0], f"{column.headers[0]}{'（必填）' if column.required else ''}")
            for column in columns
        ]
        for place, header in enumerate(self.unknown):
            self.fields[f"header_{place}"] = forms.ChoiceField(
                label=header,
                choices=[("", "不导入这一列"), *ours],
                required=False,
                initial=before.get(header, ""),
            )

    def chosen(self) -> dict[str, list[str]]:
        """Their headers by our column's first name."""
        found: dict[str, list[str]] = {}
        for place, header in enumerate(self.unknown):
            if ours := self.cleaned_data[f"header_{place}"]:
                found.setdefault(ours, []).append(header)
        return found


class ConfirmForm(Form):
    """All or the right ones."""

    mode = forms.ChoiceField(
        label="方式",
        choices=Import.Mode.choices,
        widget=forms.RadioSelect,
        help_text="全部正确才入库：有一行不对，就一行也不入库。只入库正确的行：不对的行另存成文件，改好再导入。",
        error_messages={"required": "请选一种方式。", "invalid_choice": "请选一种方式。"},
    )
