from __future__ import annotations

import copy
import json
import pickle

import pytest
from plm import make_part

from blueplm import Part, Record, RecordList, Supplier

PART = make_part(1)


def test_aliases_are_read_only_names() -> None:
    part = Part(PART)
    assert part["number"] == part.number == part.get("number") == part.part_number == "BR-00001"
    assert part["name"] == part.name == "BR-00001.sldprt"
    assert "number" not in part
    assert json.loads(json.dumps(part)) == dict(part) == PART
    with pytest.raises(ValueError, match="only another name for 'part_number'"):
        part["number"] = "X"
    with pytest.raises(AttributeError, match="copy of what the server has"):
        part.revision = "B"
    part["revision"] = "B"
    assert part.revision == "B"


@pytest.mark.parametrize(
    ("description", "file_name", "title"),
    [
        ("Bracket", "a.sldprt", "Bracket"),
        (None, "a.b.sldprt", "a.b"),
        ("", "plain", "plain"),
        (None, ".hidden", ".hidden"),
        (None, None, ""),
    ],
)
def test_title(description: str | None, file_name: str | None, title: str) -> None:
    assert Part(description=description, file_name=file_name).title == title


def test_served_key_wins_over_alias() -> None:
    assert Part(number="7", part_number="8").number == "7"
    assert Supplier(name="ACME").name == "ACME"


def test_missing_names() -> None:
    record = Record(a=1)
    assert record.get("b") is None
    assert record.get("b", 2) == 2
    with pytest.raises(KeyError):
        record["b"]
    with pytest.raises(AttributeError, match="this Record has no 'b'; it has: a"):
        _ = record.b
    assert not hasattr(Supplier(), "number")


def test_copies() -> None:
    part = Part(PART)
    for other in (part.copy(), copy.copy(part), copy.deepcopy(part), pickle.loads(pickle.dumps(part))):
        assert type(other) is Part
        assert other == part
    assert repr(Record(a=1)) == "Record({'a': 1})"
    assert {"number", "part_number", "keys"} <= set(dir(part))


def test_record_list() -> None:
    parts: RecordList[Part] = RecordList([Part(PART)])
    assert isinstance(parts, list)
    assert parts == [PART]
    assert repr(RecordList()) == "RecordList([])"
