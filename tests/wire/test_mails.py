"""Mails and inbox: the day's reports reach whom the procedure names, once, whatever the mail server does."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import trustme

from tests.ground.mailbox import Mailbox, mail_server
from tests.world.people import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ground.platform import Platform
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station


def with_address(person: Person, language: str = "zh") -> str:
    address = f"{person.username}@example.com"
    person.do.set_my_address(email=address, language=language)
    return address


def deliveries(station: Station, **equals: str) -> list[dict[str, Any]]:
    items = station.lead.do.list_deliveries(limit=200)["items"]
    return [delivery for delivery in items if all(delivery[name] == value for name, value in equals.items())]


def sent_to(station: Station, person: Person) -> list[str]:
    return sorted(delivery["kind"] for delivery in deliveries(station, staff_id=person.id, state="sent"))


def subjects(mailbox: Mailbox, address: str) -> list[str]:
    return sorted(str(mail["Subject"]).split()[0] for mail in mailbox.to(address))


def test_the_close_of_a_day_mails_its_reports_to_those_whom_the_procedure_names(
    network: Network, platform: Platform
) -> None:
    station = network.an_open_station()
    lead, keeper = with_address(station.lead), with_address(station.people["storekeeper"])
    with mail_server(platform.mail_port) as mailbox:
        station.close_day()
        until(lambda: len(sent_to(station, station.lead)) == 4, "all reports of the lead are sent")
    assert subjects(mailbox, lead) == ["当天未修复机器", "收入日报", "机器日报", "配件过夜"]
    assert mailbox.to(keeper) == []
    kinds = {report["kind"] for report in station.lead.do.list_reports()["items"]}
    assert kinds == {"unfinished", "revenue", "devices", "overnight"}


def test_mails_wait_for_a_server_that_is_away_and_go_once(network: Network, platform: Platform) -> None:
    station = network.an_open_station()
    lead = with_address(station.lead, "en")
    station.close_day()
    until(
        lambda: any(delivery["error"] for delivery in deliveries(station, staff_id=station.lead.id)), "a try has failed"
    )
    assert sent_to(station, station.lead) == []
    with mail_server(platform.mail_port) as mailbox:
        until(lambda: len(sent_to(station, station.lead)) == 4, "all reports of the lead are sent")
    ids = [mail["Message-ID"] for mail in mailbox.to(lead)]
    assert len(ids) == len(set(ids)) == 4
    assert subjects(mailbox, lead) == ["Devices", "Not", "Parts", "Revenue"]


def test_a_service_that_is_told_to_end_hears_how_the_mail_in_its_hand_was_answered(
    network: Network, platform: Platform
) -> None:
    station = network.an_open_station()
    lead = with_address(station.lead)
    with mail_server(platform.mail_port) as mailbox:
        mailbox.after_seconds = 2
        station.close_day()
        until(lambda: mailbox.unanswered == 1, "a mail is in hand")
        assert platform.stop("notifications") == 0
        assert len(mailbox.to(lead)) == 1
        mailbox.after_seconds = 0
        platform.start("notifications")
        until(lambda: len(sent_to(station, station.lead)) == 4, "all reports of the lead are sent")
        assert len(mailbox.to(lead)) == 4


def test_a_mail_that_the_server_refuses_for_good_is_given_up_and_can_be_sent_again(
    network: Network, platform: Platform
) -> None:
    station = network.an_open_station()
    lead = with_address(station.lead)
    mine = {"staff_id": station.lead.id}
    with mail_server(platform.mail_port) as mailbox:
        mailbox.answer = "550 no such user"
        station.close_day()
        until(lambda: len(deliveries(station, **mine, state="failed")) == 4, "all are refused")
        assert mailbox.to(lead) == []
        mailbox.answer = "250 taken"
        failed = deliveries(station, **mine, state="failed")[0]
        station.lead.do.retry_delivery(station_id=station.id, delivery_id=failed["id"])
        until(lambda: bool(mailbox.to(lead)), "it is sent")
    assert [mail["Message-ID"] for mail in mailbox.to(lead)] == [f"<{failed['id']}@zongzhan>"]


def test_whoever_has_no_address_still_finds_the_report(network: Network) -> None:
    station = network.an_open_station()
    station.close_day()
    waiting = station.lead.until.list_deliveries(lambda body: len(body["items"]) >= 4, state="no_address")
    assert station.lead.id in {delivery["staff_id"] for delivery in waiting["items"]}
    refused = station.lead.ask.retry_delivery(station_id=station.id, delivery_id=waiting["items"][0]["id"])
    assert (refused.status, refused.reason) == (409, "no_address")


def test_nobody_but_oneself_and_the_head_moves_ones_mails_and_the_old_address_is_told(
    network: Network, platform: Platform
) -> None:
    person = network.hire(network.a.id, "engineer")
    assert person.do.list_inbox()["items"] == []
    ids, unique = {"station_id": network.a.id, "staff_id": person.id}, network.unique
    first, second, third = (f"{unique('mails.')}@example.com" for _ in range(3))
    network.a.lead.do.set_address(**ids, email=first)
    assert network.a.lead.ask.set_address(**ids, email=second).reason == "address_of_another"
    with mail_server(platform.mail_port) as mailbox:
        person.do.set_my_address(email=second)
        until(lambda: bool(mailbox.to(first)), "the first address is told")
        network.supervisor.do.set_address(**ids, email=third, language="en")
        until(lambda: bool(mailbox.to(second)), "the second address is told")
        assert mailbox.to(third) == []
    assert person.do.get_my_address()["email"] == third
    assert [message["kind"] for message in person.do.list_inbox()["items"]] == ["address_changed"] * 2
    manager = network.head.people["general_manager"]
    manager.do.set_my_address(email=f"{unique('mails.')}@example.com")
    of_manager = {"station_id": network.head.id, "staff_id": manager.id}
    assert network.supervisor.ask.set_address(**of_manager, email=first).reason == "address_of_another"
    assert manager.do.set_address(**ids, email=first)["email"] == first


def test_a_message_is_its_reader_s_alone(network: Network) -> None:
    station = network.an_open_station()
    order = station.an_order_on_the_bench()
    station.close_day()
    (message,) = station.lead.until.list_inbox(lambda body: body["items"], read="false")["items"]
    assert (message["kind"], message["about"]) == ("device_overnight", order.id)
    assert station.desk.do.list_inbox()["items"] == []
    assert station.desk.ask.read_message(station_id=station.id, message_id=message["id"]).status == 404
    assert station.lead.do.read_message(station_id=station.id, message_id=message["id"])["read"] is True
    assert station.lead.do.list_inbox(read="false")["items"] == []


def test_a_mail_waits_while_the_server_shows_a_certificate_that_nobody_vouches_for(
    network: Network, platform: Platform, tmp_path: Path
) -> None:
    """The service's own client checks too, under its green threads."""
    authority, station = trustme.CA(), network.an_open_station()
    lead = with_address(station.lead)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server)
    uri = f"smtps://localhost:{platform.mail_port}"
    with mail_server(platform.mail_port, server, "smtps") as mailbox:
        platform.stop("notifications")
        platform.start("notifications", ZZ_SMTP_URI=uri)
        station.close_day()
        refused = "certificate refused: unable to get local issuer certificate"
        until(lambda: refused in {delivery["error"] for delivery in deliveries(station)}, "refused")
        assert mailbox.mails == []
        platform.stop("notifications")
        platform.start("notifications", ZZ_SMTP_URI=uri, ZZ_SMTP_CA=str(tmp_path / "authority.pem"))
        until(lambda: len(sent_to(station, station.lead)) == 4, "all reports of the lead are sent")
        assert len(mailbox.to(lead)) == 4
    platform.stop("notifications")
    platform.start("notifications")
    platform.wait_ready("notifications")
