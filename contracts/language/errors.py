"""What a command or query may answer instead of a reply: a stable code, an HTTP status, text parameters.

Codes are literal strings that clients and pages rely on; the English `detail` is for people who read logs.
"""

from __future__ import annotations

from typing import ClassVar

Params = dict[str, str | list[str]]


class ContractError(Exception):
    """Base of everything that the platform says no with. Parameters are strings or lists of strings."""

    code: ClassVar[str] = "bad_request"
    status: ClassVar[int] = 400

    def __init__(self, detail: str, **params: str | list[str]) -> None:
        super().__init__(detail)
        self.detail = detail
        self.params: Params = dict(params)


class Malformed(ContractError):
    """The request cannot be read at all."""


class Unauthenticated(ContractError):
    """No token, or one that does not hold."""

    code = "unauthenticated"
    status = 401


class Forbidden(ContractError):
    """The caller's posts do not carry the permission."""

    code = "forbidden"
    status = 403


class NotLocal(ContractError):
    """What exists in development only was asked for from elsewhere; `foreign` lists what shows that."""

    code = "not_local"
    status = 403


class NotFound(ContractError):
    """Absent, or of another station: the caller cannot tell which."""

    code = "not_found"
    status = 404


class Refused(ContractError):
    """The rules do not allow it in this state; `reason` is a stable word."""

    code = "refused"
    status = 409

    def __init__(self, reason: str, detail: str, **params: str | list[str]) -> None:
        super().__init__(detail, reason=reason, **params)

    @property
    def reason(self) -> str:
        """The stable word."""
        return str(self.params["reason"])


class Conflict(ContractError):
    """Something that may exist once exists already; `reason` says what."""

    code = "conflict"
    status = 409

    def __init__(self, reason: str, detail: str, **params: str | list[str]) -> None:
        super().__init__(detail, reason=reason, **params)

    @property
    def reason(self) -> str:
        """The stable word."""
        return str(self.params["reason"])


class NotYet(ContractError):
    """This service has not heard of it yet; ask again in a moment."""

    code = "not_yet"
    status = 409


class Stale(ContractError):
    """`If-Match` names a version that is no longer the current one."""

    code = "stale"
    status = 412


class Invalid(ContractError):
    """A field is missing, unknown or wrong; `fields` lists `name: why`."""

    code = "invalid"
    status = 422

    def __init__(self, detail: str, fields: list[str]) -> None:
        super().__init__(detail, fields=fields)


class KeyReused(ContractError):
    """The idempotency key was used before with another request."""

    code = "key_reused"
    status = 422


class Throttled(ContractError):
    """Too many tries; `retry_after` is in seconds."""

    code = "throttled"
    status = 429


class Unavailable(ContractError):
    """Certainly not done; the same request may be sent again."""

    code = "unavailable"
    status = 503


class OutcomeUnknown(ContractError):
    """Sent, but no answer came: send it again with the same key."""

    code = "outcome_unknown"
    status = 504


class Internal(ContractError):
    """A fault of ours; the log has it under the request id."""

    code = "internal"
    status = 500


ALL: dict[str, type[ContractError]] = {
    error.code: error
    for error in (
        Malformed,
        Unauthenticated,
        Forbidden,
        NotLocal,
        NotFound,
        Refused,
        Conflict,
        NotYet,
        Stale,
        Invalid,
        KeyReused,
        Throttled,
        Unavailable,
        OutcomeUnknown,
        Internal,
    )
}


def to_wire(error: ContractError) -> dict[str, object]:
    """The error as plain data to cross RabbitMQ; a plain Nameko client reads the `exc_*` fields of it."""
    kind = type(error).__name__
    return {
        "exc_type": kind,
        "exc_path": f"contracts.language.errors.{kind}",
        "exc_args": [error.detail],
        "value": error.detail,
        "code": error.code,
        "detail": error.detail,
        "params": error.params,
    }


def from_wire(data: dict[str, object]) -> ContractError:
    """The error again, of its own class; an unknown code becomes the base class."""
    kind = ALL.get(str(data["code"]), ContractError)
    error = kind.__new__(kind)
    ContractError.__init__(error, str(data["detail"]), **data["params"])  # type: ignore[arg-type]  # plain data from our own wire
    return error
