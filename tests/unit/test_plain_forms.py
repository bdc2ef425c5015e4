"""Forms that follow from declarations: what is done to a noun's things, and which fields can be filled in plainly."""

from __future__ import annotations

from contracts.intake import custody, orders, payments, releases, visits
from contracts.inventory import borrows, requisitions, transfers
from contracts.language.catalogue import done_to
from contracts.quality import penalties
from contracts.repair import jobs
from contracts.stations import staff
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


def test_lines_are_rows_of_plain_fields_and_people_and_parts_are_chosen_by_name() -> None:
    (lines,) = inputs_of(transfers.pack_transfer) or ()
    assert (lines.kind, [entry.kind for entry in lines.inner]) == ("rows", ["part", "number"])
    kinds = {entry.name: entry.kind for entry in inputs_of(penalties.propose_penalty) or ()}
    assert kinds["person_id"] == "person"
    assert {entry.name: entry.kind for entry in inputs_of(staff.change_posts) or ()} == {"posts": "several"}


def test_what_needs_an_id_that_nobody_knows_is_not_plain_and_one_that_may_be_left_out_is() -> None:
    assert inputs_of(borrows.borrow_part) is None
    assert [entry.name for entry in inputs_of(visits.record_visit) or ()] == ["kind", "note"]
