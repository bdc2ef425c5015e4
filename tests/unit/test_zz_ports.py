"""Ports stay the same from start to start, unless somebody took them."""

from __future__ import annotations

import socket

from zz.local import ports


def test_a_remembered_port_is_kept() -> None:
    first = ports.choose(["broker", "database"])
    assert ports.choose(["broker", "database"], first) == first


def test_a_port_that_was_taken_meanwhile_is_replaced() -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        taken = other.getsockname()[1]
        assert not ports.is_free(taken)
        assert ports.choose(["broker"], {"broker": taken})["broker"] != taken


def test_no_two_programs_get_the_same() -> None:
    names = [f"program {number}" for number in range(50)]
    assert len(set(ports.choose(names).values())) == len(names)


def test_two_programs_never_keep_the_same_remembered_port() -> None:
    free = ports.choose(["one"])["one"]
    chosen = ports.choose(["one", "two"], {"one": free, "two": free})
    assert chosen["one"] == free
    assert chosen["two"] != free
