"""The client: BluePLM's API in Python."""

from __future__ import annotations

import os

from ._errors import BluePLMError, ConfigurationError, Unsupported
from ._records import Part, Record, RecordList, Supplier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TypeVar

    from ._bom import Bom
    from ._session import Session
    from ._transport import Transport

    R = TypeVar("R", bound=Record)

_PART_FILTERS = ("vault_id", "state", "released_only", "search")
_SUPPLIER_FILTERS = ("active_only", "approved_only", "search")
_SWITCHES = ("released_only", "active_only", "approved_only")
_NOT_WRITABLE = ("id", "number", "name", "file_name", "file_path", "file_type", "state", "version")
_BARREN_PAGES = 3
"""So many pages in a row without anything new mean that the server ignores the offset."""


class BluePLM:
    """A connection to BluePLM.

    Without address and key it uses BLUEPLM_API_URL and BLUEPLM_API_KEY, read at the first call. `timeout` is in
    seconds, for each step of a call. Reads are tried again up to `max_retries` times, writes only where that cannot
    write twice. It may be shared by threads. Errors: see `blueplm.BluePLMError` and its subclasses.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = 30,
        max_retries: int = 4,
        page_size: int = 500,
        request_id_prefix: str | None = None,
        transport: Transport | None = None,
    ) -> None:
        if (base_url is None) != (api_key is None):
            raise ConfigurationError("give both base_url and api_key, or neither to use the environment")
        if not 1 <= page_size <= 1000:
            raise ValueError(f"page_size must be from 1 to 1000, not {page_size}")
        self._settings = (timeout, max_retries, request_id_prefix, transport)
        self._page_size = page_size
        self._session: Session | None = None
        self._serves_single_parts = True
        if base_url is not None and api_key is not None:
            self._session = self._open(base_url, api_key)

    def __repr__(self) -> str:
        return f"<BluePLM {self._session.base_url if self._session else 'from the environment'}>"

    def __enter__(self) -> BluePLM:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the kept connections; the next call opens new ones."""
        if self._session is not None:
            self._session.close()

    # -- parts

    def get_parts(
        self,
        filters: Mapping[str, Any] | None = None,
        *,
        vault_id: str | None = None,
        state: str | None = None,
        released_only: bool | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> RecordList[Part]:
        """All parts that match, at most `limit`; `search` looks in part numbers. An unknown filter is a ValueError."""
        named = {"vault_id": vault_id, "state": state, "released_only": released_only, "search": search}
        return RecordList(self._parts(filters, named, limit))

    def iter_parts(
        self,
        filters: Mapping[str, Any] | None = None,
        *,
        vault_id: str | None = None,
        state: str | None = None,
        released_only: bool | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Part]:
        """Like `get_parts`, one page at a time: for lists that need not be in memory as a whole."""
        named = {"vault_id": vault_id, "state": state, "released_only": released_only, "search": search}
        return self._parts(filters, named, limit)

    def get_part(self, id: str) -> Part:
        """The part with all that the server knows of it, `custom_properties` included."""
        if self._serves_single_parts:
            try:
                answer = self._call("GET", f"/parts/{_segment(id)}", by_id=True, capability="parts.read.single")
                return Part(_field(answer, "part", dict))
            except Unsupported:  # BluePLM itself has single parts only as files
                self._serves_single_parts = False
        return Part(_field(self._call("GET", f"/files/{_segment(id)}", by_id=True), "file", dict))

    def find_part(self, number: str) -> Part | None:
        """The part with exactly this number, or None. Where a drawing shares the number, the part is meant."""
        found = [part for part in self.iter_parts(search=number) if part.get("part_number") == number]
        found.sort(key=lambda part: part.get("file_type") not in ("part", "assembly"))
        return found[0] if found else None

    def update_part(self, id: str, changes: Mapping[str, Any], *, idempotency_key: str | None = None) -> Part:
        """Changes the part and answers it as it is now.

        `part_number`, `description` and `revision` are the part's own; every other key is a custom property.
        """
        refused = [key for key in changes if key in _NOT_WRITABLE]
        if refused:
            raise ValueError(
                f"update_part cannot change {', '.join(map(repr, refused))}; "
                "part_number, description, revision and custom properties can be changed"
            )
        if not changes:
            raise ValueError("update_part: changes are empty")
        path = f"/parts/{_segment(id)}"
        answer = self._call(
            "PATCH", path, json=dict(changes), idempotency_key=idempotency_key, capability="parts.write"
        )
        part = answer.get("part", answer.get("file", answer)) if isinstance(answer, dict) else answer
        if not isinstance(part, dict) or "id" not in part:
            raise BluePLMError(f"PATCH {path}: the answer holds no part", method="PATCH", path=path)
        return Part(part)

    def get_bom(self, id: str, recursive: bool = False, released_only: bool = False) -> Bom:
        """What the assembly is made of; `recursive` also asks for what its components are made of, each once."""
        from ._bom import Bom

        assembly, components = self._level(id, released_only)
        below: dict[str, RecordList[Part]] = {}
        todo = list(components) if recursive else []
        while todo:
            component = todo.pop()
            identity = component["id"]
            if identity in below or identity == assembly["id"] or component.get("file_type", "assembly") != "assembly":
                continue
            below[identity] = self._level(identity, released_only)[1]
            todo += below[identity]
        return Bom(assembly, components, below)

    # -- suppliers

    def get_suppliers(
        self,
        filters: Mapping[str, Any] | None = None,
        *,
        active_only: bool | None = None,
        approved_only: bool | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> RecordList[Supplier]:
        """All suppliers that match, at most `limit`; `search` looks in name and code."""
        named = {"active_only": active_only, "approved_only": approved_only, "search": search}
        return RecordList(self._suppliers(filters, named, limit))

    def iter_suppliers(
        self,
        filters: Mapping[str, Any] | None = None,
        *,
        active_only: bool | None = None,
        approved_only: bool | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Supplier]:
        """Like `get_suppliers`, one page at a time."""
        named = {"active_only": active_only, "approved_only": approved_only, "search": search}
        return self._suppliers(filters, named, limit)

    def get_supplier(self, id: str) -> Supplier:
        """The supplier with all that the server knows of it."""
        return Supplier(_field(self._call("GET", f"/suppliers/{_segment(id)}", by_id=True), "supplier", dict))

    # -- the rest

    def whoami(self) -> Record:
        """The user on whose behalf the key acts."""
        return Record(_field(self._call("GET", "/auth/me"), "user", dict))

    def raw(
        self, method: str, path: str, params: Mapping[str, Any] | None = None, json: Mapping[str, Any] | None = None
    ) -> Any:
        """Any call, with the same key, retries and errors; answers the decoded JSON. `path` starts with "/"."""
        return self._call(method.upper(), path, params=params, json=json)

    # -- how

    def _parts(self, filters: Mapping[str, Any] | None, named: dict[str, Any], limit: int | None) -> Iterator[Part]:
        return self._pages(Part, "/parts", "parts", _query(filters, named, _PART_FILTERS), limit)

    def _suppliers(
        self, filters: Mapping[str, Any] | None, named: dict[str, Any], limit: int | None
    ) -> Iterator[Supplier]:
        return self._pages(Supplier, "/suppliers", "suppliers", _query(filters, named, _SUPPLIER_FILTERS), limit)

    def _pages(self, kind: type[R], path: str, field: str, query: dict[str, Any], limit: int | None) -> Iterator[R]:
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            raise ValueError(f"limit must be a whole number from 0 on, not {limit!r}")
        return self._rows(kind, path, field, query, limit)

    def _rows(self, kind: type[R], path: str, field: str, query: dict[str, Any], limit: int | None) -> Iterator[R]:
        seen: set[Any] = set()
        offset = barren = 0
        warned = False
        while limit is None or len(seen) < limit:
            size = self._page_size if limit is None else min(self._page_size, limit - len(seen))
            page = _field(self._call("GET", path, params={**query, "limit": size, "offset": offset}), field, list)
            if not page:
                return
            offset += len(page)
            before = len(seen)
            for row in page:
                if row["id"] in seen:
                    if not warned:
                        warned = True
                        _warn(
                            f"GET {path}: the server's pages overlap; repeated {field} are left out, but some may be "
                            "missing because the list has no fixed order or was changed while it was read"
                        )
                elif limit is None or len(seen) < limit:
                    seen.add(row["id"])
                    yield kind(row)
            barren = barren + 1 if len(seen) == before else 0
            if barren == _BARREN_PAGES:
                raise BluePLMError(f"GET {path}: the server repeats the same page", method="GET", path=path)

    def _level(self, id: str, released_only: bool) -> tuple[Part, RecordList[Part]]:
        params = {"released_only": True} if released_only else None
        answer = self._call("GET", f"/bom/{_segment(id)}", params=params, by_id=True)
        components = RecordList(Part(row) for row in _field(answer, "components", list))
        return Part(_field(answer, "assembly", dict)), components

    def _call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        by_id: bool = False,
        capability: str | None = None,
    ) -> Any:
        if self._session is None:
            self._session = self._open(*_environment())
        try:
            return self._session.call(method, path, params, json, idempotency_key, by_id)
        except BluePLMError as error:
            # BluePLM answers so for a route that it does not have, and otherwise for a thing that is not there.
            if capability is None or error.status != 404 or "Endpoint not found" not in error.message:
                raise
            message = f"this BluePLM server has no {method} {path}: it does not support {capability}"
        raise Unsupported(message, status=404, method=method, path=path, capability=capability)

    def _open(self, base_url: str, api_key: str) -> Session:
        from ._session import Session

        timeout, max_retries, prefix, transport = self._settings
        return Session(base_url, api_key, timeout, max_retries, prefix, transport)


def _environment() -> tuple[str, str]:
    url, key = os.environ.get("BLUEPLM_API_URL"), os.environ.get("BLUEPLM_API_KEY")
    if not url or not key:
        missing = "BLUEPLM_API_URL" if not url else "BLUEPLM_API_KEY"
        raise ConfigurationError(
            f"the environment variable {missing} is not set; the runner sets it for its scripts. "
            "Elsewhere set it yourself, or use BluePLM(base_url, api_key)"
        )
    return url, key


def _query(filters: Mapping[str, Any] | None, named: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    given = dict(filters or {})
    unknown = [key for key in given if key not in allowed]
    if unknown:
        raise ValueError(f"unknown filter {', '.join(map(repr, unknown))}; there are: {', '.join(allowed)}")
    for name, value in named.items():
        if value is not None:
            if given.get(name, value) != value:
                raise ValueError(f"filter {name!r} is given twice: {given[name]!r} and {value!r}")
            given[name] = value
    for name, value in given.items():
        if name in _SWITCHES and not isinstance(value, (bool, type(None))):
            raise ValueError(f"filter {name!r} must be True or False, not {value!r}")
    return {name: value for name, value in given.items() if value is not None}


def _segment(id: object) -> str:
    from urllib.parse import quote

    text = str(id)
    if text in ("", ".", "..", "None"):
        raise ValueError(f"not an id: {id!r}")
    return quote(text, safe="")


def _field(answer: Any, field: str, kind: type) -> Any:
    value = answer.get(field) if isinstance(answer, dict) else None
    if not isinstance(value, kind):
        raise BluePLMError(f"the answer has no {field!r}; does BLUEPLM_API_URL point to BluePLM's API?")
    return value


def _warn(message: str) -> None:
    import sys
    import warnings

    from ._errors import BluePLMWarning

    depth, frame = 1, sys._getframe(0)
    here = os.path.dirname(__file__)
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == here:
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, BluePLMWarning, stacklevel=depth)


BluePLM.__module__ = "blueplm"

client = BluePLM()
"""The client of the environment: in the runner, the run's own."""
