"""Bills of materials."""

from __future__ import annotations

from ._records import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._records import RecordList

_COLUMNS = ("level", "part_number", "file_name", "revision", "state", "quantity", "total_quantity")


class BomLine:
    """One line of a walk: `component` at `level` (1 below the assembly), `total_quantity` for one top assembly."""

    __slots__ = ("component", "level", "parent", "quantity", "total_quantity")

    def __init__(self, level: int, parent: Part, component: Part, quantity: int, total_quantity: int) -> None:
        self.level = level
        self.parent = parent
        self.component = component
        self.quantity = quantity
        self.total_quantity = total_quantity

    def __repr__(self) -> str:
        return f"<BomLine {'  ' * (self.level - 1)}{self.quantity} x {self.component.get('part_number')}>"


class Bom:
    """What an assembly is made of. `components` is its first level; `walk()` goes as deep as was asked for.

    A component can stand on several lines, one for each configuration of the assembly that uses it.
    """

    def __init__(self, assembly: Part, components: RecordList[Part], below: Mapping[str, RecordList[Part]]) -> None:
        self.assembly = assembly
        self.components = components
        self._below = below

    @property
    def total_components(self) -> int:
        """The number of lines, all levels together."""
        return sum(1 for _ in self.walk())

    def __len__(self) -> int:
        return len(self.components)

    def __iter__(self) -> Iterator[Part]:
        return iter(self.components)

    def __repr__(self) -> str:
        return f"<Bom {self.assembly.get('part_number')}, {len(self)} components>"

    def walk(self) -> Iterator[BomLine]:
        """All lines from the top down, each followed by what it is made of; cycles are cut."""
        yield from self._walk(self.assembly, self.components, 1, 1, (self.assembly["id"],))

    def _walk(
        self, parent: Part, components: RecordList[Part], level: int, factor: int, path: tuple[str, ...]
    ) -> Iterator[BomLine]:
        for component in components:
            quantity = component.get("quantity", 1)
            line = BomLine(level, parent, component, quantity, quantity * factor)
            yield line
            identity = component["id"]
            if identity in self._below and identity not in path:
                children = self._below[identity]
                yield from self._walk(component, children, level + 1, line.total_quantity, (*path, identity))

    def to_csv(self) -> str:
        """The walk as CSV text with a header line."""
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for line in self.walk():
            fields = [line.component.get(name) for name in _COLUMNS[1:5]]
            writer.writerow([line.level, *fields, line.quantity, line.total_quantity])
        return text.getvalue()


for _class in (Bom, BomLine):
    _class.__module__ = "blueplm"
