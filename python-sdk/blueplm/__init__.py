"""BluePLM for scripts.

>>> from blueplm import client
>>> for part in client.get_parts(state="released"):
...     print(part["number"], part["name"])

Everything is loaded at its first use, so `import blueplm` costs next to nothing at the start of a run.
"""

from __future__ import annotations

from ._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._bom import Bom, BomLine
    from ._client import BluePLM, client
    from ._errors import (
        AuthenticationError,
        BluePLMError,
        BluePLMWarning,
        Cancelled,
        ConfigurationError,
        Conflict,
        MissingSecret,
        NotFound,
        PermissionDenied,
        RateLimited,
        ServerError,
        TransportError,
        Unsupported,
        ValidationFailed,
    )
    from ._records import Part, Record, RecordList, Supplier
    from ._run import Run, run, secret
    from ._transport import HTTPTransport, Request, Response, Transport

__all__ = [
    "AuthenticationError",
    "BluePLM",
    "BluePLMError",
    "BluePLMWarning",
    "Bom",
    "BomLine",
    "Cancelled",
    "ConfigurationError",
    "Conflict",
    "HTTPTransport",
    "MissingSecret",
    "NotFound",
    "Part",
    "PermissionDenied",
    "RateLimited",
    "Record",
    "RecordList",
    "Request",
    "Response",
    "Run",
    "ServerError",
    "Supplier",
    "Transport",
    "TransportError",
    "Unsupported",
    "ValidationFailed",
    "__version__",
    "client",
    "run",
    "secret",
]

_MODULES = {
    "_bom": ("Bom", "BomLine"),
    "_client": ("BluePLM", "client"),
    "_records": ("Part", "Record", "RecordList", "Supplier"),
    "_run": ("Run", "run", "secret"),
    "_transport": ("HTTPTransport", "Request", "Response", "Transport"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # type checkers shall complain about names that do not exist

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module 'blueplm' has no attribute {name!r}")
        module = __import__(f"blueplm.{_HOME.get(name, '_errors')}", fromlist=[name])
        value = globals()[name] = getattr(module, name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
