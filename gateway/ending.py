"""What is held for an answer is given back when the answer ends, however that comes about."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response


def at_end(response: Response, give_back: Callable[[], object]) -> None:
    """Calls `give_back` once: when the answer was sent or broke off, or when it is dropped without being sent.

    Werkzeug's own `call_on_close` is not enough: it is not heard for a body that is passed through, nor where an answer
    that was made is replaced by another. `give_back` must not hold the response.
    """
    finish = weakref.finalize(response, give_back)
    finish.atexit = False
    response.call_on_close(finish)
