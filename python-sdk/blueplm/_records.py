"""Records: what the API serves, as dicts that can also be read by attribute."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, ClassVar, NoReturn, TypeVar

    from typing_extensions import Self

    R = TypeVar("R", bound="Record")


class Record(dict[str, "Any"]):
    """One thing as the API serves it.

    `record["key"]` and `record.key` are the same. Aliases can be read like keys, but are in neither `keys()` nor JSON,
    so a record goes back to the server as it came. A key that the server serves wins over an alias of the same name.
    """

    _aliases: ClassVar[Mapping[str, str]] = {}

    def __missing__(self, key: str) -> Any:
        if key in self._aliases:
            return self._alias(key)
        raise KeyError(key)

    def _alias(self, key: str) -> Any:
        return dict.get(self, self._aliases[key])

    def __getattr__(self, name: str) -> Any:
        if name in self or name in self._aliases:
            return self[name]
        raise AttributeError(f"this {type(self).__name__} has no {name!r}; it has: {', '.join(self)}")

    def get(self, key: str, default: Any = None) -> Any:
        """The value under the key or alias, or the default when there is neither."""
        return self[key] if key in self or key in self._aliases else default

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self._aliases and key not in self:
            raise ValueError(f"{key!r} is only another name for {self._aliases[key]!r} and cannot be set")
        super().__setitem__(key, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"cannot set {name!r}: a record is a copy of what the server has; "
            "change it there, for instance with client.update_part(id, changes)"
        )

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self, *self._aliases})

    def copy(self) -> Self:
        return type(self)(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({super().__repr__()})"


class Part(Record):
    """A part, an assembly or a drawing: a file with a part number.

    Aliases: `number` for `part_number`, `name` for `file_name`, `title` for the description or, without one, the file's
    name without its extension.
    """

    _aliases: ClassVar[Mapping[str, str]] = {"number": "part_number", "name": "file_name", "title": "description"}

    def _alias(self, key: str) -> Any:
        value = super()._alias(key)
        if key == "title" and not value:
            name = str(dict.get(self, "file_name") or "")
            return name.rpartition(".")[0] or name
        return value


class Supplier(Record):
    """A supplier."""


if TYPE_CHECKING:

    class RecordList(list[R]):
        """A list of records, complete: all pages have been read."""

else:

    class RecordList(list):
        """A list of records, complete: all pages have been read."""

        def __repr__(self) -> str:
            return f"RecordList({super().__repr__()})"


for _class in (Record, Part, Supplier, RecordList):
    _class.__module__ = "blueplm"
