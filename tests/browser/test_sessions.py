"""Log-in and forms of the pages: what a browser keeps, and what a page of another site cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from stationkit.ground.clock import wall_now
from tests.browser.reader import PATIENCE_MS

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.browser.reader import Reader
    from tests.world.network import Network

FORM = "application/x-www-form-urlencoded"
LIMIT = 12 * 3600
NEWS = "document.body.dispatchEvent(new CustomEvent('news'))"


def test_tokens_are_out_of_reach_of_scripts_and_other_sites(reader: Open, network: Network) -> None:
    desk = reader(network.a.desk)
    cookies = {
        cookie["name"]: cookie
        for cookie in desk.context.cookies()
        if cookie["name"] in ("zz_access", "zz_refresh", "zz_form")
    }
    assert len(cookies) == 3
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies.values())
    assert desk.page.evaluate("document.cookie") == ""


def test_a_log_in_gives_the_browser_a_form_token_that_nobody_had_before(reader: Open, network: Network) -> None:
    visitor = reader()
    visitor.go("/log-in")
    before = _form_token(visitor)
    visitor.page.fill("#username", network.a.desk.username)
    visitor.page.fill("#password", network.a.desk.password)
    visitor.page.click("main button")
    visitor.page.wait_for_url("**/desk")
    assert before
    assert _form_token(visitor) != before


def _form_token(visitor: Reader) -> str:
    return next(cookie["value"] for cookie in visitor.context.cookies() if cookie["name"] == "zz_form")


def test_the_api_does_not_take_the_cookie(reader: Open, network: Network) -> None:
    desk = reader(network.a.desk)
    assert desk.context.request.get(f"{desk.url}/api/v1/me").status == 401


def test_a_form_without_the_browsers_own_token_or_from_another_site_is_refused(reader: Open, network: Network) -> None:
    desk, order = reader(network.a.desk), network.a.a_received_order()
    where = f"{desk.url}/desk/orders/{order.id}"
    token = _form_token(desk)
    body = f"do=cancel_order&key=k-{order.id}&order_id={order.id}&reason=x"
    ways = [
        (body, desk.url),
        (f"{body}&form_token=wrong", desk.url),
        (f"{body}&form_token={token}", "https://evil.example"),
        (f"{body}&form_token={token}", desk.url.replace("http:", "https:")),
    ]
    for sent, origin in ways:
        answer = desk.context.request.post(where, data=sent, headers={"Content-Type": FORM, "Origin": origin})
        assert answer.status == 403
    assert network.a.desk.do.get_order(order_id=order.id)["state"] == "received"


def test_a_form_of_before_another_log_in_says_so_and_leads_back(reader: Open, network: Network) -> None:
    desk, order = reader(network.a.desk), network.a.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    where = desk.page.url
    desk.form("record_payment").locator("[name=amount]").fill("30")
    desk.context.add_cookies([{"name": "zz_form", "value": "of-another-log-in", "url": desk.url}])
    desk.form("record_payment").locator("button").last.click()
    desk.sees("这一页已过期")
    desk.page.get_by_role("link", name="重新打开这一页").click()
    desk.page.wait_for_url(where)
    desk.do("record_payment", amount="30")
    assert "403" in desk.faults.pop()


def test_a_form_that_comes_after_the_session_has_ended_leads_back_and_says_that_nothing_was_saved(
    reader: Open, network: Network
) -> None:
    person = network.a.desk
    desk, order = reader(person), network.a.a_received_order()
    desk.go(f"/desk/orders/{order.id}")
    where = desk.page.url
    for name in ("zz_access", "zz_refresh"):
        desk.context.clear_cookies(name=name)
    desk.form("record_payment").locator("[name=amount]").fill("30")
    desk.form("record_payment").locator("button").last.click()
    desk.sees("没有保存")
    desk.page.fill("#username", person.username)
    desk.page.fill("#password", person.password)
    desk.page.click("main button")
    desk.page.wait_for_url(where)


def test_a_browser_that_nobody_used_is_logged_out_says_why_and_leads_back(reader: Open, network: Network) -> None:
    person = network.a.desk
    desk = reader(person)
    desk.go("/desk/orders?state=ready")
    where, refresh = desk.page.url, _cookie(desk, "zz_refresh")
    _was_seen(desk, LIMIT)
    desk.go("/desk/orders?state=ready")
    desk.sees("12 小时没有人使用页面")
    assert not {"zz_access", "zz_refresh"} & {cookie["name"] for cookie in desk.context.cookies()}
    again = desk.context.request.post(f"{desk.url}/api/v1/auth/refresh", data={"refresh_token": refresh})
    assert again.status == 401
    desk.page.fill("#username", person.username)
    desk.page.fill("#password", person.password)
    desk.page.click("main button")
    desk.page.wait_for_url(where)


def test_a_form_that_comes_when_nobody_used_the_page_is_not_saved_and_says_so_in_english_too(
    reader: Open, network: Network
) -> None:
    desk, order = reader(network.a.desk), network.a.a_received_order()
    desk.context.add_cookies([{"name": "zz_language", "value": "en", "url": desk.url}])
    desk.go(f"/desk/orders/{order.id}")
    desk.context.clear_cookies(name="zz_seen")
    desk.form("record_payment").locator("[name=amount]").fill("30")
    desk.form("record_payment").locator("button").last.click()
    desk.sees("nobody used the page for 12 h")
    desk.sees("was not saved")
    assert network.a.desk.do.get_order_payments(order_id=order.id)["payments"] == []


def test_what_an_open_page_asks_by_itself_keeps_no_session_alive_and_leads_to_the_log_in(
    reader: Open, network: Network
) -> None:
    desk = reader(network.a.desk)
    desk.go("/desk/orders")
    seen = _was_seen(desk, LIMIT - 600)
    _hear_news(desk)
    assert _cookie(desk, "zz_seen") == seen
    desk.go("/desk/orders")
    assert _cookie(desk, "zz_seen") != seen
    _was_seen(desk, LIMIT)
    assert desk.context.request.get(f"{desk.url}/news").status == 204
    desk.page.wait_for_url("**/log-in?**", timeout=2 * PATIENCE_MS)
    desk.sees("没有人使用页面")


def test_what_somebody_types_into_a_live_part_of_a_page_is_not_swept_away_by_news(
    reader: Open, network: Network
) -> None:
    desk = reader(network.a.desk)
    desk.go("/desk/orders")
    desk.page.evaluate("""() => {
      const field = document.createElement("input");
      document.querySelector("#live").append(field);
      field.value = "typed";
    }""")
    _hear_news(desk)
    assert desk.page.input_value("#live input") == "typed"
    desk.page.fill("#live input", "")
    desk.page.locator("#live input").blur()
    _hear_news(desk)
    expect(desk.page.locator("#live input")).to_have_count(0)


def _hear_news(desk: Reader) -> None:
    """Something happened, and the page has asked for what it shows and has taken it or not."""
    desk.page.evaluate(f"""() => new Promise((done) => {{
      document.addEventListener("htmx:finally:swap", () => setTimeout(done), {{ once: true }});
      {NEWS};
    }})""")


def _was_seen(desk: Reader, seconds_ago: int) -> str:
    """The browser was last used that long ago."""
    value = str(int(wall_now().timestamp()) - seconds_ago)
    desk.context.add_cookies([{"name": "zz_seen", "value": value, "url": desk.url}])
    return value


def _cookie(desk: Reader, name: str) -> str:
    return next(cookie["value"] for cookie in desk.context.cookies() if cookie["name"] == name)


def test_log_out_ends_the_session_and_the_way_back_leads_to_the_log_in(reader: Open, network: Network) -> None:
    desk = reader(network.a.desk)
    cookies = {cookie["name"]: cookie["value"] for cookie in desk.context.cookies()}
    desk.log_out()
    desk.page.wait_for_url("**/log-in")
    desk.go("/desk/orders?state=ready")
    assert "/log-in" in desk.page.url
    again = desk.context.request.post(
        f"{desk.url}/api/v1/auth/refresh",
        data={"refresh_token": cookies["zz_refresh"]},
        headers={"Content-Type": "application/json"},
    )
    assert again.status == 401


def test_after_the_log_in_the_page_that_was_wanted_comes_and_no_other_site(reader: Open, network: Network) -> None:
    person = network.a.desk
    for expected, reached in (("/desk/orders?state=ready", "/desk/orders?state=ready"), ("//evil.example/", "/desk")):
        visitor = reader()
        visitor.go(f"/log-in?next={expected.replace('?', '%3F')}")
        visitor.page.fill("#username", person.username)
        visitor.page.fill("#password", person.password)
        visitor.page.click("main button")
        visitor.page.wait_for_url(f"**{reached}")


def test_a_wrong_password_is_said_in_the_readers_language(reader: Open, network: Network) -> None:
    visitor = reader()
    visitor.go("/log-in")
    visitor.page.fill("#username", network.a.desk.username)
    visitor.page.fill("#password", "not the password")
    visitor.page.click("main button")
    visitor.sees("用户名或密码不对")
    assert "401" in visitor.faults.pop()


def test_an_access_token_that_is_gone_is_made_new_also_by_requests_at_the_same_time(
    reader: Open, network: Network
) -> None:
    desk = reader(network.a.desk)
    desk.context.clear_cookies(name="zz_access")
    desk.page.evaluate("Promise.all(['/desk', '/desk/orders', '/desk/shelves'].map(one => fetch(one)))")
    desk.go("/desk/orders")
    assert "/log-in" not in desk.page.url


def test_pages_of_another_post_are_refused_in_words(reader: Open, network: Network) -> None:
    bench = reader(network.a.bench)
    bench.go("/desk/day")
    bench.sees("回到首页")
    assert "403" in bench.faults.pop()


def test_a_one_time_password_leads_to_a_password_of_ones_own(reader: Open, network: Network) -> None:
    person, word, own = network.hire(network.a.id, "front_desk"), "one time staple horse", "my own battery staple"
    network.a.lead.do.reset_password(station_id=network.a.id, staff_id=person.id, new_password=word)
    visitor = reader()
    visitor.go("/log-in")
    visitor.page.fill("#username", person.username)
    visitor.page.fill("#password", word)
    visitor.page.click("main button")
    visitor.page.wait_for_url("**/password")
    visitor.go("/desk/orders")
    assert visitor.page.url.endswith("/password")
    visitor.page.fill("input[name=password]", word)
    visitor.page.fill("input[name=new_password]", own)
    visitor.page.click("main form button")
    visitor.page.wait_for_url("**/log-in")
    visitor.page.fill("#username", person.username)
    visitor.page.fill("#password", own)
    visitor.page.click("main button")
    visitor.page.wait_for_url("**/desk")
