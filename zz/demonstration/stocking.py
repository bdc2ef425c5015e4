"""The second scene: the head fills the parts catalogue, and every store receives what it needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zz.demonstration.runner import Actor, Crew, Head

EVERYWHERE = {
    "charging_port": ("充电接口", "38.00"),
    "display": ("屏幕总成", "320.00"),
    "battery": ("电池", "86.00"),
    "microphone": ("麦克风", "22.00"),
}
AT_THE_HEAD = {"mainboard": ("主板", "780.00"), "digitizer": ("触摸板", "150.00"), "fan": ("风扇", "64.00")}
"""Parts by the fault that they mend, with name and cost in yuan; the second ones only the head station has."""

PIECES, PIECES_OF_HEAD = 8, 40


def stock(head: Head, crews: list[Crew]) -> None:
    """The catalogue, and parts received and inspected at every station."""
    for code, (name, cost) in (EVERYWHERE | AT_THE_HEAD).items():
        owed = {"core_owed": code in AT_THE_HEAD, "minimum": 2, "maximum": 50}
        body = {"code": code.upper().replace("_", "-"), "name": name, "category": "spare", "unit_cost": _yuan(cost)}
        head.parts[code] = str(head.base.do(f"part-{code}").define_part(**body, **owed)["id"])
    with ThreadPoolExecutor(len(crews) + 1) as pool:
        rooms = [(crew.house.code, crew.store, crew.benches[1], EVERYWHERE, PIECES) for crew in crews]
        whole = ("HEAD", head.store, head.bench, EVERYWHERE | AT_THE_HEAD, PIECES_OF_HEAD)
        list(pool.map(lambda room: _receive(head, *room), [whole, *rooms]))


def _receive(
    head: Head, name: str, store: Actor, inspector: Actor, parts: dict[str, tuple[str, str]], pieces: int
) -> None:
    lines: list[dict[str, Any]] = [
        {"part_id": head.parts[code], "quantity": pieces, "unit_cost": _yuan(cost)} for code, (_, cost) in parts.items()
    ]
    receipt = store.do(f"delivery-{name}").receive_parts(delivery_note=f"HN-{name}", lines=lines)["id"]
    passed = [{"part_id": line["part_id"], "passed": pieces} for line in lines]
    inspector.do(f"inspection-{name}").inspect_receipt(receipt_id=receipt, lines=passed)


def _yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}
