"""A receptionist's day in the browser: a device comes in, goes to the bench and back, and is given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.reader import CJK, PHONE

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    return network.an_open_station()


def test_a_device_is_received_with_the_keyboard_and_its_customer_is_known_the_next_time(
    reader: Open, station: Station
) -> None:
    desk = reader(station.desk)
    desk.page.keyboard.press("n")
    phone, serial = station.network.phone(), station.network.unique("HX50-")
    page = desk.page
    page.fill("#phone", phone)
    page.fill("[name='party.name']", "李雷")
    page.fill("[name='device.serial']", serial)
    page.fill("[name='device.brand']", "Honor")
    page.fill("[name='device.model']", "X50")
    page.fill("[name=accessories]", "充电器, 手机壳")
    page.fill("[name=fault]", "不充电")
    desk.shot("desk-receive")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/received")
    code = page.inner_text("#code")
    assert len(page.inner_text("#pickup-code")) == 7
    desk.shot("desk-received")
    desk.go("/desk/receive")
    page.locator("#phone").press_sequentially(phone)
    desk.sees("李雷")
    assert page.locator("[name=party_id]").first.is_checked()
    for sought in (code, phone):
        desk.go("/desk")
        page.fill("#find", sought)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/orders/*")
        desk.sees(code)


def test_a_known_device_is_received_with_few_keys_and_no_click(reader: Open, station: Station) -> None:
    order = station.a_closed_order()
    desk, pressed = reader(station.desk), 0
    page = desk.page
    page.keyboard.press("n")
    page.wait_for_url("**/desk/receive")
    page.keyboard.type(order.serial)
    page.keyboard.press("Enter")  # both of the scanner
    desk.sees("李雷")
    expect(page.locator("[name='device.brand']")).not_to_have_value("")
    expect(page.locator("[name=party_id]").first).to_be_checked()
    while page.evaluate("document.activeElement.name") != "fault":
        page.keyboard.press("Tab")
        pressed += 1
    page.keyboard.type("又不充电")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/received")
    pressed += 1 + len("又不充电") + 2
    assert pressed <= 45
    received = station.desk.do.list_orders(serial=order.serial, state="received")["items"]
    assert [row["redo_of"] for row in received] == [order.id]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_given_out_fits_a_phone(reader: Open, station: Station, language: str) -> None:
    desk, order = reader(station.desk, PHONE), station.a_notified_order()
    desk.context.add_cookies([{"name": "zz_language", "value": language, "url": desk.url}])
    desk.go(f"/desk/orders/{order.id}")
    assert desk.form("release_order").locator("fieldset input[type=checkbox]").count()
    desk.check_fits()


def test_what_the_customer_was_told_of_waits_to_be_collected_and_owes_nothing(reader: Open, station: Station) -> None:
    told, waiting = station.a_notified_order(), station.a_received_order()
    codes = [station.desk.do.get_order(order_id=order.id)["code"] for order in (told, waiting)]
    desk = reader(station.desk)
    desk.go("/desk")
    lanes = {lane: desk.page.inner_text(f"[aria-labelledby=lane-{lane}]") for lane in ("to_hand_out", "to_offer")}
    assert [lane for code in codes for lane, seen in lanes.items() if code in seen] == ["to_hand_out", "to_offer"]
    assert desk.page.locator(".job", has_text=codes[0]).get_attribute("class") == "job job-none"


def test_a_device_is_handed_over_and_taken_back_with_one_press_each(reader: Open, station: Station) -> None:
    order = station.a_received_order()
    desk = reader(station.desk)
    code = station.desk.do.get_order(order_id=order.id)["code"]
    desk.go("/desk")
    desk.page.locator(".job", has_text=code).get_by_role("button", name="交给").click()
    expect(desk.page.locator(".alert-success")).to_be_visible()
    offered = station.desk.do.get_order(order_id=order.id)["custody"]
    assert offered["offered_to"] == "engineer"


def test_what_a_scanner_types_outside_a_field_opens_no_form(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    desk.page.locator("h1").click()
    desk.page.keyboard.type("sn0012n")
    desk.page.wait_for_timeout(500)
    assert desk.page.url.endswith(order.id)
    desk.form("record_payment").locator("[name=amount]").fill("30")
    desk.page.locator("h1").click()
    desk.page.keyboard.press("n")
    desk.page.wait_for_timeout(500)
    assert desk.form("record_payment").locator("[name=amount]").input_value() == "30"
    desk.form("record_payment").locator("[name=amount]").fill("")
    desk.page.locator("h1").click()
    desk.page.keyboard.press("n")
    desk.page.wait_for_url("**/desk/receive")


def test_a_scan_leads_to_what_it_names_wherever_the_focus_is(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    code = station.desk.do.get_order(order_id=order.id)["code"]
    desk.go(f"/desk/orders/{station.a_received_order().id}")
    amount = desk.form("record_payment").locator("[name=amount]")
    amount.fill("30")
    desk.page.keyboard.type(code)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"**/desk/orders/{order.id}")
    desk.page.go_back()
    assert amount.input_value() == "30"


def test_single_keys_can_be_switched_off(reader: Open, station: Station) -> None:
    desk = reader(station.desk)
    desk.page.click(".who")
    desk.page.click("button[data-keys]")
    desk.go("/desk")
    desk.page.keyboard.press("n")
    desk.page.wait_for_timeout(500)
    assert desk.page.url.endswith("/desk")


def test_what_was_typed_is_there_again_after_the_session_lapsed(reader: Open, station: Station) -> None:
    desk = reader(station.desk)
    desk.go("/desk/receive")
    desk.page.fill("#phone", station.network.phone())
    desk.page.fill("[name=fault]", "不充电")
    for cookie in ("zz_access", "zz_refresh"):
        desk.context.clear_cookies(name=cookie)
    desk.page.keyboard.press("Control+Enter")
    desk.page.wait_for_url("**/log-in**")
    desk.log_in_here(station.desk)
    assert desk.page.url.endswith("/desk/receive")
    assert desk.page.input_value("[name=fault]") == "不充电"
    other = station.network.hire(station.id, "front_desk")
    desk.log_out()
    desk.log_in(other)
    desk.go("/desk/receive")
    assert desk.page.input_value("[name=fault]") == ""


def test_a_device_is_not_received_for_another_than_who_was_typed(reader: Open, station: Station) -> None:
    desk, phone = reader(station.desk), station.network.phone()
    station.desk.do.register_party(kind="user", name="李雷", phone=phone)
    page = desk.page
    desk.go("/desk/receive")
    assert page.locator("[name='party.kind'] option[value=company]").count() == 0
    page.locator("#phone").press_sequentially(phone)
    desk.sees("李雷")
    page.fill("[name='party.name']", "王五")
    for name, value in (("serial", station.network.unique("HX50-")), ("brand", "Honor"), ("model", "X50")):
        page.fill(f"[name='device.{name}']", value)
    page.fill("[name=fault]", "不充电")
    page.keyboard.press("Control+Enter")
    desk.sees("姓名不是所选客户的")
    page.locator("#party-new").check()
    page.fill("[name='device.serial']", "没有")
    page.keyboard.press("Control+Enter")
    desk.sees("应为")
    assert page.locator("#party-new").is_checked()
    page.fill("[name='device.serial']", station.network.unique("HX50-"))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/received")
    desk.go(page.url.removesuffix("/received").removeprefix(desk.url))
    desk.sees("王五")
    assert all("422" in fault for fault in desk.faults)
    desk.faults.clear()


def test_a_customer_who_was_chosen_has_the_phone_that_is_sent(reader: Open, station: Station) -> None:
    desk, phone = reader(station.desk), station.network.phone()
    station.desk.do.register_party(kind="user", name="李雷", phone=phone)
    desk.go("/desk/receive")
    desk.page.locator("#phone").press_sequentially(phone)
    desk.sees("李雷")
    desk.page.route("**/desk/customers*", lambda route: route.abort())
    desk.page.fill("#phone", station.network.phone())
    desk.page.select_option("[name=what]", "accessories")
    desk.page.fill("[name=accessories]", "充电器")
    desk.page.fill("[name=fault]", "不充电")
    desk.page.keyboard.press("Control+Enter")
    desk.sees("电话不是所选客户的")
    desk.faults.clear()


def test_of_two_customers_with_one_phone_none_is_chosen_until_somebody_chooses(reader: Open, station: Station) -> None:
    desk, phone = reader(station.desk), station.network.phone()
    station.desk.do.register_party(kind="user", name="李雷", phone=phone)
    shop = station.desk.do.register_party(kind="dealer", name="雷雷手机店", phone=phone, address="中山路 1 号")["id"]
    page = desk.page
    desk.go("/desk/receive")
    page.locator("#phone").press_sequentially(phone)
    desk.sees("中山路 1 号")
    page.select_option("[name=what]", "accessories")
    page.fill("[name=accessories]", "充电器")
    page.fill("[name=fault]", "不充电")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.name") == "party_id"
    page.locator(f"#party-{shop}").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/received")
    order_id = page.url.split("/")[-2]
    assert station.desk.do.get_order(order_id=order_id)["party_id"] == shop


@pytest.mark.parametrize(
    ("name", "typed", "said"), [("address", "中山路 2 号", "地址不是"), ("kind", "dealer", "类型不是")]
)
def test_what_is_typed_of_a_known_customer_is_not_dropped_in_silence(
    reader: Open, station: Station, name: str, typed: str, said: str
) -> None:
    desk, phone = reader(station.desk), station.network.phone()
    station.desk.do.register_party(kind="user", name="李雷", phone=phone, address="中山路 1 号")
    desk.go("/desk/receive")
    desk.page.locator("#phone").press_sequentially(phone)
    desk.sees("中山路 1 号")
    desk.page.select_option("[name=what]", "accessories")
    for field, value in (("accessories", "充电器"), ("fault", "不充电")):
        desk.page.fill(f"[name={field}]", value)
    box = desk.page.locator(f"[name='party.{name}']")
    if name == "kind":
        box.select_option(typed)
    else:
        box.fill(typed)
    desk.page.keyboard.press("Control+Enter")
    desk.sees(said)
    assert box.input_value() == typed
    desk.faults.clear()


def test_an_accessory_that_is_too_long_is_named_as_such(reader: Open, station: Station) -> None:
    desk = reader(station.desk)
    desk.go("/desk/receive")
    desk.page.fill("#phone", station.network.phone())
    desk.page.fill("[name='party.name']", "李雷")
    desk.page.select_option("[name=what]", "accessories")
    desk.page.fill("[name=accessories]", "充电器, " + "长" * 81)
    desk.page.fill("[name=fault]", "不充电")
    desk.page.keyboard.press("Control+Enter")
    desk.sees("附件: 长度应为 1 到 80")
    assert "is-invalid" in str(desk.page.get_attribute("[name=accessories]", "class"))
    desk.faults.clear()


def test_a_device_that_is_in_the_house_leads_to_its_open_order(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    code = station.desk.do.get_order(order_id=order.id)["code"]
    desk.go("/desk/receive")
    desk.page.fill("#phone", station.network.phone())
    for name, value in (("party.name", "韩梅梅"), ("device.serial", order.serial), ("device.brand", "Honor")):
        desk.page.fill(f"[name='{name}']", value)
    desk.page.fill("[name='device.model']", "X50")
    desk.page.fill("[name=fault]", "不充电")
    desk.page.keyboard.press("Control+Enter")
    desk.page.locator(".alert-danger").get_by_role("link", name=code).click()
    desk.page.wait_for_url(f"**/desk/orders/{order.id}")
    assert "409" in desk.faults.pop()


def test_a_device_is_offered_to_engineers_who_can_take_it(reader: Open, station: Station) -> None:
    without = station.network.hire_without_account(station.id, "engineer")
    desk, order = reader(station.desk), station.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    options = desk.form("offer_custody").locator("option")
    offered = [option.get_attribute("value") for option in options.all()]
    assert without not in offered
    assert {station.bench.id, station.second_engineer.id} <= {*offered}
    assert len({*options.all_inner_texts()}) == len(offered)


def test_receipt_and_label_open_as_pdf(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    for sheet in ("receipt", "label"):
        answer = desk.context.request.get(f"{desk.url}/desk/orders/{order.id}/{sheet}.pdf?lang=en")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF")


def test_an_order_is_offered_taken_back_told_of_and_given_out(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    desk.do("offer_custody", engineer_id=station.bench.id)
    bench = station.bench.api
    bench.do.accept_custody(order_id=order.id)
    job = bench.until.list_jobs(lambda body: body["items"], order_id=order.id)["items"][0]["id"]
    bench.do.start_diagnosis(job_id=job)
    bench.do.finish_job(job_id=job, outcome="declined", reason="customer_declined")
    bench.do.offer_custody(order_id=order.id, to="desk")
    desk.page.reload()
    desk.do("accept_custody")
    desk.reload_until("form:has(input[value=notify_customer])")
    desk.do("record_payment", amount="30")
    desk.sees("¥30.00")
    desk.do("notify_customer", channel="phone")
    desk.do("release_order", receipt_code=order.receipt_code, serial=order.serial)
    desk.do("close_order", receipt="signed")
    desk.sees("已结单")
    desk.shot("desk-order")


def test_what_is_refused_is_said_and_what_was_typed_stays(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_notified_order()
    desk.go(f"/desk/orders/{order.id}")
    wrong = "0000000" if order.receipt_code != "0000000" else "1111110"
    form = desk.form("release_order")
    form.locator("[name=receipt_code]").fill(wrong)
    form.locator("[name=serial]").fill(order.serial)
    form.locator("button").last.click()
    desk.sees("取机码不对")
    assert desk.form("release_order").locator("[name=serial]").input_value() == order.serial
    assert "409" in desk.faults.pop()  # the browser notes the status of the page itself
    desk.do("release_order", receipt_code=order.receipt_code)


def test_every_accessory_that_is_not_given_out_stays_ticked_when_the_code_is_refused(
    reader: Open, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = station.a_receipt() | {"accessories": ["数据线, 1 米", "充电器", "手机壳"]}
    monkeypatch.setattr(station, "a_receipt", lambda: body)
    desk, order = reader(station.desk), station.a_notified_order()
    desk.go(f"/desk/orders/{order.id}")
    form = desk.form("release_order")
    for accessory in ("充电器", "手机壳"):
        form.get_by_label(accessory).check()
    form.locator("[name=serial]").fill(order.serial)
    form.locator("[name=receipt_code]").fill("0000000" if order.receipt_code != "0000000" else "1111110")
    form.locator("button").last.click()
    desk.sees("取机码不对")
    ticks = desk.form("release_order").locator("[type=checkbox]")
    assert [tick.is_checked() for tick in ticks.all()] == [False, True, True]
    for tick in ticks.all()[1:]:
        tick.uncheck()
    ticks.first.check()
    desk.do("release_order", receipt_code=order.receipt_code)
    assert "409" in desk.faults.pop()


def test_a_form_that_is_sent_twice_has_one_effect(reader: Open, station: Station) -> None:
    desk, order = reader(station.desk), station.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    desk.form("record_payment").locator("[name=amount]").fill("30")
    sent = desk.form("record_payment").evaluate("one => new URLSearchParams(new FormData(one)).toString()")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": desk.url}
    for _ in range(2):
        answer = desk.context.request.post(desk.page.url, data=sent, headers=headers)
        assert answer.status == 200
    paid = station.desk.do.get_order_payments(order_id=order.id)
    assert paid["balance"] == {"amount": "30.00", "currency": "CNY"}


def test_the_first_page_shows_by_itself_what_comes_in(reader: Open, station: Station) -> None:
    desk = reader(station.desk)
    page = desk.page
    page.wait_for_timeout(500)  # the stream opens
    order = station.a_received_order()
    code = station.desk.do.get_order(order_id=order.id)["code"]
    desk.go("/desk/orders")
    desk.sees(code)
    page.wait_for_timeout(500)
    later = station.a_received_order()
    desk.sees(station.desk.do.get_order(order_id=later.id)["code"])


def test_a_call_names_customer_and_order_and_is_not_for_whoever_received_the_device(
    reader: Open, network: Network
) -> None:
    station = network.an_open_station()
    order = station.a_received_order()
    code = station.desk.do.get_order(order_id=order.id)["code"]
    call = station.desk.until.list_calls(lambda body: body["items"], order_id=order.id)["items"][0]["id"]
    desk, lead = reader(station.desk), reader(station.lead)
    desk.go("/desk/calls")
    for shown in (code, "李雷", "Honor X50", "不能回访自己接待的客户"):
        desk.sees(shown)
    desk.go(f"/desk/calls/{call}")
    desk.sees("不能回访自己接待的客户")
    assert desk.form("finish_call").count() == 0
    lead.go(f"/desk/calls/{call}")
    lead.sees(code)
    assert lead.form("finish_call").count() == 1


def test_a_call_shows_a_number_that_can_be_dialled_and_which_was_known_before(reader: Open, network: Network) -> None:
    station = network.an_open_station()
    order, party_id = station.a_received_order(), station.customer
    before = station.desk.do.get_party(party_id=party_id)["phone"]
    call = station.desk.until.list_calls(lambda body: body["items"], order_id=order.id)["items"][0]["id"]
    station.desk.do.edit_party(party_id=party_id, phone=network.phone(), reason="换号")
    station.desk.until.get_call(lambda body: body["contact_changes"], call_id=call)
    after = station.desk.do.get_party(party_id=party_id)["phone"]
    lead, engineer = reader(station.lead), reader(station.bench)
    lead.go(f"/desk/calls/{call}")
    assert lead.page.get_attribute("a[href^='tel:']", "href") == f"tel:{after}"
    lead.sees(f"电话: *******{before[-4:]} · 换号")
    engineer.go(f"/desk/calls/{call}")
    engineer.sees(f"*******{after[-4:]}")
    assert engineer.page.locator("a[href^='tel:']").count() == 0


def test_shelves_show_devices_by_age_and_condition(reader: Open, station: Station) -> None:
    order = station.a_received_order()
    desk = reader(station.desk)
    desk.go("/desk/shelves")
    desk.sees(station.desk.do.get_order(order_id=order.id)["code"])
    desk.go("/desk")
    desk.shot("desk-home")


def test_in_english_no_chinese_is_left_but_data_and_the_way_back(reader: Open, station: Station) -> None:
    order, desk = station.a_notified_order(), reader(station.lead)
    desk.choose_language()
    assert desk.page.get_attribute("html", "lang") == "en"
    data = ("李雷", "王芳", "中山路 1 号", "又不充电", "不充电", "充电器", "手机壳", "刘洋")
    for path in ("/desk", "/desk/receive", "/desk/orders", f"/desk/orders/{order.id}", "/desk/shelves", "/desk/day"):
        desk.go(path)
        desk.page.evaluate(
            "document.querySelectorAll('[lang=zh-CN], .brand, i[aria-hidden]').forEach(one => one.remove())"
        )
        left = desk.page.inner_text("body")
        for text in data:
            left = left.replace(text, "")
        assert not CJK.search(left), f"{path}: {CJK.findall(left)}"


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/receive", "/desk/orders", "/desk/shelves", "/desk/calls", "/desk/day"]
)
def test_pages_fit_a_phone(reader: Open, station: Station, path: str) -> None:
    lead = reader(station.lead, PHONE)
    lead.go(path)
    lead.check_fits()


def test_garbage_that_was_typed_is_seen_at_the_order_and_put_right_from_the_list(
    reader: Open, station: Station
) -> None:
    body = station.a_receipt() | {"party": {"kind": "user", "name": "测试", "phone": "11111111111"}}
    del body["party_id"]
    order = station.desk.do.receive_device(**body)
    desk, where = reader(station.desk), f"/desk/orders/{order['id']}"
    desk.go(where)
    desk.sees("电话不在号段内")
    desk.page.click("main a:has-text('姓名是占位词')")
    assert desk.page.locator("form:has(input[value=accept_finding])").count() == 0
    desk.do("edit_party", name="王芳", reason="登记时客户没有报姓名")
    desk.sees("已更正")
    assert desk.form("edit_party").count() == 0
    desk.go(where)
    assert "姓名是占位词" not in desk.page.inner_text("main")
    lead = reader(station.lead, PHONE)
    lead.go("/desk")
    assert lead.page.locator("nav a[href='/desk/findings']").count() > 0
    lead.go("/desk/findings?state=open")
    lead.check_fits()
    lead.page.click("main a:has-text('电话不在号段内')")
    lead.check_fits()
    lead.do("accept_finding", reason="客户没有电话")
    lead.sees("按原样接受")
    lead.go("/desk/findings?state=open")
    lead.sees("没有垃圾数据")
