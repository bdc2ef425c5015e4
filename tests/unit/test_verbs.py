"""Verbs: what is said becomes the request of its operation."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.language.catalogue import OPERATIONS
from contracts.language.payload import schema_of
from zz.verbs import Message, Verbs


def sent(**ids: Any) -> Verbs[tuple[Any, ...]]:
    return Verbs(lambda message, *more, **given: (message, more, given), **ids)


def test_ids_go_into_the_path_and_the_rest_into_the_body() -> None:
    message, *_ = sent().offer_custody(order_id="7", to="desk")
    assert message == Message("POST", "/orders/7/offer", {"to": "desk"})


def test_a_query_says_its_arguments_in_the_path_and_has_no_body() -> None:
    assert sent().list_orders(state="ready", limit=2)[0] == Message("GET", "/orders?state=ready&limit=2", None)
    assert sent().get_order(order_id="7")[0] == Message("GET", "/orders/7", None)


def test_what_is_known_need_not_be_said_and_key_and_version_are_handed_on() -> None:
    message, more, given = sent(order_id="7").close_order("first", receipt="signed", key="k", if_match=3)
    assert message == Message("POST", "/orders/7/close", {"receipt": "signed"})
    assert (more, given) == (("first",), {"key": "k", "if_match": 3})


def test_what_is_no_operation_is_no_verb() -> None:
    with pytest.raises(AttributeError, match="offer_lunch"):
        sent().offer_lunch()


def test_an_id_that_is_left_out_is_found_at_once() -> None:
    with pytest.raises(KeyError, match="order_id"):
        sent().get_order()


def test_no_field_has_a_name_that_verbs_keep_for_themselves() -> None:
    said = {
        name for operation in OPERATIONS.values() for name in (*operation.ids, *schema_of(operation.request).fields)
    }
    assert said.isdisjoint({"key", "if_match", "operation", "self"})
