"""Forms that follow from declarations: what is done to a noun's things, and which fields can be filled in plainly."""

from __future__ import annotations

from contracts.intake import custody, orders, payments, releases
from contracts.inventory import requisitions, transfers
from contracts.language.catalogue import done_to
from contracts.quality import penalties
from contracts.repair import jobs
from gateway.pages.actions import Action, actions_of
from gateway.pages.plain import Input, inputs_of


def test_all_that_is_done_to_a_thing_is_its_nouns_whoever_declares_it() -> None:
    done = done_to(orders.orders)
    for operation in (releases.close_order, custody.accept_custody, payments.record_payment):  # of three modules
        assert operation in done
    assert orders.get_order not in done
    assert requisitions.approve_requisition in done_to(requisitions.requisitions)  # by the head, in another station


def test_a_page_may_name_a_noun_and_what_is_special_beside_it() -> None:
    special = Action(releases.close_order, then="site.home")
    actions = actions_of(orders.orders, jobs.approve_outcome, special)
    assert actions["close_order"] is special
    assert actions.keys() == {operation.name for operation in done_to(orders.orders)} | {"approve_outcome"}


def test_plain_fields_are_filled_in_as_they_are_declared() -> None:
    assert inputs_of(orders.cancel_order) == (Input("reason", "lines", required=True),)
    assert inputs_of(jobs.record_test) == (
        Input("passed", "flag", required=True),
        Input("note", "lines", required=False),
    )
    method, amount = inputs_of(payments.record_payment) or ()
    assert (method.kind, method.options, amount.kind) == ("choice", payments.METHODS, "number")


def test_what_an_importer_may_say_is_no_field_of_a_form() -> None:
    assert inputs_of(custody.accept_custody) == ()


def test_a_form_with_lines_or_with_somebodys_id_is_not_plain() -> None:
    assert inputs_of(transfers.pack_transfer) is None
    assert inputs_of(penalties.propose_penalty) is None
