"""Personal data at rest: sealed, bound to its column, found only by keyed hashes."""

import base64
from dataclasses import replace

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.models import Area, AreaLevel, Look, Matter, Party, Unit, User
from core.operations import checks
from core.privacy import encryption
from core.privacy.fields import Sealed
from core.procedure.procedure import by_kind
from core.values import digest

OLD = "1:" + base64.b64encode(bytes(range(32))).decode()
NEW = "2:" + base64.b64encode(bytes(range(100, 132))).decode()


@pytest.fixture(autouse=True)
def _keys(settings) -> None:
    settings.FIELD_KEYS = [OLD]


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again_and_is_never_the_same_twice(text: str) -> None:
    one, other = encryption.encrypt(text, "core_party.phone"), encryption.encrypt(text, "core_party.phone")
    assert encryption.decrypt(one, "core_party.phone") == text
    assert one != other


def test_the_empty_text_stays_empty() -> None:
    assert encryption.encrypt("", "a.b") == b""
    assert encryption.decrypt(b"", "a.b") == ""


def test_a_value_cannot_be_moved_to_another_column() -> None:
    sealed = encryption.encrypt("19900000001", "core_party.phone")
    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(sealed, "core_party.address")


@given(place=st.integers(0, 40), bit=st.integers(0, 7))
def test_a_changed_bit_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(encryption.encrypt("19900000001", "core_party.phone"))
    sealed[place] ^= 1 << bit
    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(bytes(sealed), "core_party.phone")


def test_an_error_says_neither_value_nor_key() -> None:
    sealed = encryption.encrypt("19900000001", "core_party.phone")
    with pytest.raises(encryption.CannotDecrypt) as wrong:
        encryption.decrypt(sealed[:20], "core_party.phone")
    assert "1990" not in str(wrong.value)


def test_the_last_key_writes_and_all_keys_read(settings) -> None:
    before = encryption.encrypt("松岭村", "a.b")
    settings.FIELD_KEYS = [OLD, NEW]
    after = encryption.encrypt("松岭村", "a.b")
    assert (encryption.version_of(before), encryption.version_of(after)) == (1, 2)
    assert encryption.decrypt(before, "a.b") == encryption.decrypt(after, "a.b") == "松岭村"
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(encryption.CannotDecrypt, match="no key of version 1"):
        encryption.decrypt(before, "a.b")


def test_blind_indexes_are_keyed_and_separated_by_purpose(settings) -> None:
    found = encryption.blind_index("0001", "phone-tail")
    assert found == encryption.blind_index("0001", "phone-tail")
    assert found != encryption.blind_index("0001", "phone")
    settings.INDEX_KEY = base64.b64encode(bytes(32)).decode()
    assert found != encryption.blind_index("0001", "phone-tail")


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("FIELD_KEYS", [], "core.E001"),
        ("FIELD_KEYS", ["1:" + base64.b64encode(bytes(16)).decode()], "core.E001"),
        ("FIELD_KEYS", [OLD, OLD], "core.E001"),
        ("FIELD_KEYS", ["x:" + OLD[2:]], "core.E001"),
        ("FIELD_KEYS", ["1:not base64!"], "core.E001"),
        ("INDEX_KEY", "", "core.E002"),
        ("INDEX_KEY", base64.b64encode(bytes(31)).decode(), "core.E002"),
        ("HISTORY_KEY", "", "core.E004"),
        ("HISTORY_KEY", base64.b64encode(bytes(31)).decode(), "core.E004"),
    ],
)
def test_a_missing_or_short_key_is_found_by_the_check_and_by_the_first_use(
    settings, name, value, number
) -> None:
    setattr(settings, name, value)
    assert [found.id for found in checks.right_keys()] == [number]
    use = {
        "FIELD_KEYS": lambda: encryption.encrypt("x", "id"),
        "INDEX_KEY": lambda: encryption.blind_index("x", "id"),
        "HISTORY_KEY": lambda: digest.keyed(b"x"),
    }
    with pytest.raises(ImproperlyConfigured):
        use[name]()


def test_good_keys_pass_the_check() -> None:
    assert checks.right_keys() == checks.sm3() == []


def test_sm3_is_the_sm3_of_the_standard(monkeypatch) -> None:
    assert digest.digest(b"abc") == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    monkeypatch.setattr("hashlib.algorithms_available", {"sha256"})
    assert [found.id for found in checks.sm3()] == ["core.E003"]
    with pytest.raises(RuntimeError, match="SM3"):
        digest.digest(b"abc")


def test_sealed_text_does_not_print_itself() -> None:
    party = Party(name="陈守田", phone="19900000001", id_number=Sealed("990121195803160112"))
    assert party.phone == "19900000001"
    assert "1990" not in repr(party.__dict__)
    assert "9901" not in repr(vars(party))
    assert "陈守田" not in repr(party)


def test_sealed_columns_cannot_be_looked_up() -> None:
    for lookup in ("phone", "phone__contains", "id_number__in", "address__foo"):
        with pytest.raises(FieldError, match="encrypted"):
            Party.objects.filter(**{lookup: "1"})
    assert "IS NULL" in str(Party.objects.filter(phone__isnull=True).query)


TAIL = Party._meta.get_field("phone_tail_hash").derive


@pytest.fixture
def party(db) -> Party:
    area = Area.objects.create(
        code="990121101", name="栖云镇", level=AreaLevel.objects.create(depth=1, name="镇")
    )
    unit = Unit.objects.create(code="C", name="综治中心", short_name="中心", kind="centre", area=area)
    clerk = User.objects.create_user("linxiaoman", "林小满")
    matter = Matter.objects.create(
        kind="case", code="SX-1", number="1", title="水沟", masked_title="水沟", status="registered", area=area,
        area_path=area.path, holder_unit=unit, first_contact=clerk, received_at=timezone.now(),
    )  # fmt: skip
    return Party.objects.create(
        matter=matter, name="单守田", id_kind="resident", id_number="990121195803160112",
        phone="199-0000-0001", address="栖云镇松岭村三组",
    )  # fmt: skip


def raw(column: str, party: Party) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM core_party WHERE id = %s", [party.pk])  # noqa: S608
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_database_holds_no_plain_text(party: Party) -> None:
    stored = Party.objects.get(pk=party.pk)
    assert (stored.phone, stored.address) == ("199-0000-0001", "栖云镇松岭村三组")
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_party::text FROM core_party WHERE id = %s", [party.pk])
        row = cursor.fetchone()[0]
    for plain in ("0000", "9901211958", "松岭村", b"19900000001".hex(), "松岭村".encode().hex()):
        assert plain not in row.replace(str(party.matter.code), "")


@pytest.mark.django_db
def test_people_are_found_by_their_numbers_however_written(party: Party) -> None:
    for column, words in (
        ("id_hash", " 990121 19580316 0112"),
        ("phone_hash", "+86 19900000001"),
        ("phone_tail_hash", "0001"),
    ):
        assert getattr(party, column) == Party._meta.get_field(column).derive(words) != ""
    assert party in Party.objects.with_phone("+86 19900000001")
    assert not Party.objects.with_phone("").exists()
    assert party.name_initials == "sst"


@pytest.mark.django_db
def test_hashes_follow_every_way_of_writing(party: Party) -> None:
    party.phone = "19900000009"
    party.save(update_fields=["phone"])
    assert party in Party.objects.with_phone("19900000009")
    assert not Party.objects.filter(phone_tail_hash=TAIL("0001")).exists()
    [other] = Party.objects.bulk_create([Party(matter=party.matter, name="周玉兰", phone="19900000002")])
    assert other in Party.objects.filter(phone_tail_hash=TAIL("0002"))
    for change in ({"phone": "1"}, {"id_number": "1"}, {"name": "周"}):
        with pytest.raises(FieldError, match="save"):
            Party.objects.update(**change)
    other.phone = "19900000003"
    with pytest.raises(FieldError, match="save"), transaction.atomic():
        Party.objects.bulk_update([other], ["phone"])
    assert Party.objects.update(order=2) == 2


@pytest.mark.django_db
def test_rotating_keys_reseals_everything_once(party: Party, settings, capsys) -> None:
    Party.objects.create(matter=party.matter, name="周玉兰", phone="19900000002")
    settings.FIELD_KEYS = [OLD, NEW]
    call_command("rotate_keys", batch=1)
    assert "core_party.phone: 2 rows sealed with key 2" in capsys.readouterr().out
    assert encryption.version_of(raw("phone", party)) == encryption.version_of(raw("address", party)) == 2
    before = raw("phone", party)
    call_command("rotate_keys")
    assert "core_party.phone: 0 rows" in capsys.readouterr().out
    assert raw("phone", party) == before
    settings.FIELD_KEYS = [NEW]
    assert Party.objects.get(pk=party.pk).phone == "199-0000-0001"
    assert party in Party.objects.filter(phone_tail_hash=TAIL("0001"))


@pytest.mark.django_db
def test_a_look_is_never_changed_nor_deleted(party: Party) -> None:
    look = Look.objects.create(
        matter=party.matter, party=party, by=party.matter.first_contact, reason="回访", what="电话"
    )
    for change in (lambda: Look.objects.update(reason="改"), lambda: look.delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert Look.objects.get().reason == "回访"


def test_whoever_must_not_be_reached_is_not_called_nor_written_to() -> None:
    facts = {
        "phone": "19900000001",
        "address": "栖云镇松岭村三组",
        "contact_through": "女儿 周玉兰 19900000002",
    }
    free, never, through = (
        Party(name="陈守田", contact=contact, **facts) for contact in ("ok", "never", "through")
    )
    assert (free.safe_phone(), free.safe_masked_phone()) == ("19900000001", "199****0001")
    assert never.safe_phone() == never.safe_masked_phone() == never.safe_address() == ""
    assert through.safe_phone() == "经他人：女儿 周玉兰 19900000002"
    assert (through.safe_masked_phone(), through.safe_address()) == ("经他人联系", "")
    assert (free.masked_name, free.masked_address) == ("陈**", "栖云镇松岭村***")


def test_cleaning_puts_numbers_right_or_refuses_field_by_field() -> None:
    party = Party(name="周玉兰", id_kind="resident", id_number="990121 19630907 0247", phone="199 0000 0002")
    party.clean()
    assert (party.id_number, party.phone, party.sex) == ("990121196309070247", "19900000002", "2")
    assert str(party.birth_on) == "1963-09-07"
    wrong = Party(
        name="周玉兰", id_kind="resident", id_number="990121196309070248", phone="12", contact="through"
    )
    with pytest.raises(ValidationError) as refused:
        wrong.clean()
    assert set(refused.value.message_dict) == {"id_number", "phone", "contact_through"}
    assert refused.value.message_dict["id_number"] == ["第 18 位应为 7，现为 8，请对照证件核一遍。"]
    with pytest.raises(ValidationError, match="空字符"):
        Party(name="周玉兰", address="松岭\0村").clean_fields(exclude=["matter"])


def test_what_is_gathered_as_json_is_never_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would come to the page undeciphered: the system does not start."""
    assert checks.gathered_in_plain() == []
    one = by_kind()["psych"]
    careless = replace(one, gathers=(*one.gathers, "notes"))
    monkeypatch.setattr(checks, "procedures", lambda: (careless,))
    assert [(found.id, found.msg) for found in checks.gathered_in_plain()] == [
        ("core.E005", "psych gathers CounsellingNote.words")
    ]
