"""What can go wrong.

* BluePLMError
  + AuthenticationError   401: the key is missing, wrong or no longer valid
  + PermissionDenied      403: the key is valid, but not for this call
  + NotFound              404
  + Conflict              409
  + ValidationFailed      400, 422: `details` names the fields
  + RateLimited           429: `retry_after` says how many seconds to wait
  + ServerError           5xx
  + TransportError        no answer: connection refused, cut off, timed out
  + Unsupported           this server cannot do it: `capability` names what is missing
  + ConfigurationError    BLUEPLM_API_URL or BLUEPLM_API_KEY is missing or unusable
  + MissingSecret         `blueplm.secret` found nothing under the name
* Cancelled               the run is being stopped; derives from BaseException, like KeyboardInterrupt
* BluePLMWarning          a warning, not an error: the data needs a second look
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class BluePLMError(Exception):
    """A call that did not succeed. Attributes that do not apply are None."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        details: list[Any] | None = None,
        method: str | None = None,
        path: str | None = None,
        retry_after: float | None = None,
        capability: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.request_id = request_id
        self.details = details if details is not None else []
        self.method = method
        self.path = path
        self.retry_after = retry_after
        self.capability = capability


class AuthenticationError(BluePLMError):
    """401: the key is missing, wrong or no longer valid."""


class PermissionDenied(BluePLMError):
    """403: the key is valid, but not for this call."""


class NotFound(BluePLMError):
    """404: there is no such thing, or not for this organisation."""


class Conflict(BluePLMError):
    """409: the state of the thing does not allow the call."""


class ValidationFailed(BluePLMError):
    """400 or 422: the server refuses the values; `details` names the fields."""


class RateLimited(BluePLMError):
    """429: too many calls; `retry_after` is in seconds, or None when the server did not say."""


class ServerError(BluePLMError):
    """5xx: the server failed; `request_id` finds the call in its log."""


class TransportError(BluePLMError):
    """No answer: connection refused, cut off or timed out.

    `sent` says whether the server may have seen the request, `retryable` whether trying again can help.
    """

    def __init__(self, message: str, *, sent: bool = True, retryable: bool = True, **where: Any) -> None:
        super().__init__(message, **where)
        self.sent = sent
        self.retryable = retryable


class Unsupported(BluePLMError):
    """This server cannot do it; `capability` names what is missing."""


class ConfigurationError(BluePLMError):
    """BLUEPLM_API_URL or BLUEPLM_API_KEY is missing or unusable."""


class MissingSecret(BluePLMError):
    """The environment has no secret of this name."""


class Cancelled(BaseException):
    """The run is being stopped; clean up and leave. `except Exception` does not catch it."""


class BluePLMWarning(UserWarning):
    """The data needs a second look."""


_STATUSES: dict[int, type[BluePLMError]] = {
    400: ValidationFailed,
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    422: ValidationFailed,
    429: RateLimited,
}


def error_class(status: int) -> type[BluePLMError]:
    """The class for an HTTP status that is not a success."""
    return _STATUSES.get(status, ServerError if status >= 500 else BluePLMError)


# Tracebacks and pickles name the public place.
for _class in (*BluePLMError.__subclasses__(), BluePLMError, Cancelled, BluePLMWarning):
    _class.__module__ = "blueplm"
