"""Model fields for personal data: sealed text, and columns derived from a sister column."""

from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.privacy.encryption import blind_index, decrypt, encrypt
from core.privacy.identity_numbers import clean_number
from core.privacy.phone_numbers import comparable_phone, normalise_phone, phone_tail
from core.privacy.pinyin import initials


class Sealed(str):
    """A text that does not show itself in repr(): error pages, logs and failing tests print that."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


class _SealedAttribute(DeferredAttribute):
    """Whatever is assigned becomes Sealed."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = Sealed(value) if isinstance(value, str) else value


def _refuse_nul(value: str) -> None:
    if "\0" in value:
        raise ValidationError("不能含有空字符。", code="nul")


class EncryptedTextField(models.Field):
    """A text in Python, AES-GCM bytes in the database, bound to its table and column.

    Nothing can be looked up in it but isnull; find people by a BlindIndexField beside it.
    """

    descriptor_class = _SealedAttribute
    default_validators = [_refuse_nul]

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def label(self) -> str:
        """What the ciphertext is bound to; renaming table or column means sealing anew."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_python(self, value: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(decrypt(value, self.label))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        return connection.Database.Binary(encrypt(str(value), self.label))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.label} is encrypted and cannot be looked up; use its blind index")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.label} is encrypted and cannot be transformed in the database")

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisation (dumpdata) must not write plain text to a file."""
        raise FieldError(f"{self.label} is encrypted and is not serialised")

    def formfield(self, **options: Any) -> Any:
        return models.CharField(
            verbose_name=self.verbose_name, blank=self.blank, help_text=self.help_text, max_length=500
        ).formfield(**options)


class _DerivedField(models.CharField):
    """A column made from a sister column whenever the row is written, also in bulk_create."""

    def __init__(self, *args: Any, source: str, **options: Any) -> None:
        self.source = source
        options.setdefault("max_length", 64)
        super().__init__(*args, **{**options, "editable": False, "blank": True})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source}

    def derive(self, value: str) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.derive(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value


class InitialsField(_DerivedField):
    """Pinyin initials of a name: 林小满 → lxm."""

    def derive(self, value: str) -> str:
        return initials(value)[: self.max_length]


class BlindIndexField(_DerivedField):
    """The keyed hash of a sealed sister column: equal values meet, nobody can read them."""

    PURPOSES = {"id": clean_number, "phone": comparable_phone, "phone-tail": phone_tail}

    def __init__(self, *args: Any, purpose: str, **options: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def derive(self, value: str) -> str:
        """The hash by which to look for a typed value; empty when nothing is left of it."""
        plain = self.PURPOSES[self.purpose](value)
        return blind_index(plain, self.purpose) if plain else ""


class PhoneField(forms.CharField):
    """A telephone number in a form, in its one spelling; refused in the sentence of core.privacy.phone_numbers."""

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        try:
            return normalise_phone(typed) if typed else ""
        except ValueError as sentence:
            raise forms.ValidationError(str(sentence)) from None
