"""Mails on their way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import structlog

from contracts.language.operation import ById
from services.notifications import collections as store
from services.notifications.actions.facts import address_of, facts_of
from services.notifications.mail_templates import mail
from services.notifications.mailer import Mailer, NeverTaken, NotTakenNow, mailer
from services.notifications.rules.deliveries import Delivery
from stationkit.ground import failpoints
from stationkit.ground.clock import wall_now
from stationkit.process.kit import Kit

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

MAILS_A_ROUND = 50
_log = structlog.get_logger()


def tell_old_address(work: Work, staff_id: str, email: str, language: str, facts: Mapping[str, Any]) -> None:
    """Lays a mail ready for the address to which nothing more is sent."""
    subject, text = mail("address_changed", language, facts_of(work, facts))
    now = wall_now()
    work.add(
        store.deliveries,
        Delivery(
            id=work.new_id("address_changed"),
            station_id=work.station_id,
            report_id=None,
            kind="address_changed",
            staff_id=staff_id,
            email=email,
            subject=subject,
            text=text,
            made_at=work.at,
            queued_at=now,
            next_try_at=now,
        ),
    )


def retry_delivery(work: Work, request: ById) -> Delivery:
    delivery = work.get(store.deliveries, request.id)
    delivery.retry(_email_of(work, delivery), wall_now())
    return delivery


def check_address(work: Work, delivery: Delivery) -> None:
    delivery.check_address(_email_of(work, delivery))


def send_mails(kit: Kit) -> None:
    """Sends what is due: claimed first, so that one process at a time has it in hand. Told to end, begins no other."""
    server = mailer()
    if server is None:
        return
    due = {"$lte": wall_now()}
    for delivery in kit.system.all(store.deliveries, MAILS_A_ROUND, state="queued", next_try_at=due):
        if not kit.tasks.ending and _change(kit, delivery, lambda fresh: fresh.claim(wall_now())):
            _send(kit, server, delivery)


def _email_of(work: Work, delivery: Delivery) -> str | None:
    address = address_of(work, delivery.staff_id)
    return address.email if address else None


def _send(kit: Kit, server: Mailer, delivery: Delivery) -> None:
    try:
        server.send(delivery)
        failpoints.reach("after_mail", delivery.kind)
    except NotTakenNow as error:
        reason = str(error)
        _log.warning("mail_waits", delivery_id=delivery.id, error=reason)
        _change(kit, delivery, lambda fresh: fresh.put_off(reason, wall_now()))
    except NeverTaken as error:
        reason = str(error)
        _log.error("mail_refused", delivery_id=delivery.id, error=reason)
        _change(kit, delivery, lambda fresh: fresh.give_up(reason))
    else:
        _change(kit, delivery, lambda fresh: fresh.sent(wall_now()))


def _change(kit: Kit, delivery: Delivery, rule: Callable[[Delivery], Any]) -> Any:
    return kit.system.change("send_mails", store.deliveries, delivery, wall_now(), lambda _, fresh: rule(fresh))
