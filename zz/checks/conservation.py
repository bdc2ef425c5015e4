"""Whether stock is conserved: rebuilt from the moves that were told, and held against what every station keeps.

Stands on what is stored alone, not on the code of the service that stored it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.inventory import SERVICE
from contracts.inventory.stock import stock_moved
from contracts.language.fields import instant_text
from stationkit.ground.names import Names, field_of
from stationkit.storage.database import connect
from stationkit.storage.kit_collections import EVENT_LOG

if TYPE_CHECKING:
    from pymongo.client_session import ClientSession

    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

OUTSIDE = frozenset({"manufacturer", "customer", "loss", "adjustment", "network"})
Balances = Counter[str]
LayerKey = tuple[str, str, str, str]
"""A layer's place, when it was first received, when it arrived, what a piece cost: all as text."""


@dataclass(frozen=True)
class Difference:
    """One thing that does not add up: in which stock, what it is about, what is kept and what the moves say."""

    station_id: str
    part_id: str
    kind: str
    about: str
    kept: str
    told: str


@dataclass
class Summary:
    """A station's stock at a glance: parts that it has had, pieces inside, moves that were told."""

    parts: int = 0
    pieces: int = 0
    moves: int = 0


@dataclass
class Conserved:
    """What was found, and how much was looked at."""

    differences: list[Difference] = field(default_factory=list)
    stations: defaultdict[str, Summary] = field(default_factory=lambda: defaultdict(Summary))

    def for_machine(self) -> dict[str, Any]:
        return {
            "differences": [asdict(difference) for difference in self.differences],
            "stations": {station_id: asdict(station) for station_id, station in self.stations.items()},
        }


@dataclass
class Folded:
    """The moves of one stock, added up; `numbers` are those of its events."""

    balances: Balances = field(default_factory=Counter)
    layers: Counter[LayerKey] = field(default_factory=Counter)
    numbers: set[int] = field(default_factory=set)
    moves: int = 0

    def add(self, move: Mapping[str, Any]) -> None:
        """One lot that went from a place to a place."""
        quantity = move["quantity"]
        kind = (move["received_at"], move["arrived_at"], move["cost"]["amount"])
        for place, change in ((move["source"], -quantity), (move["target"], quantity)):
            self.balances[place] += change
            if place not in OUTSIDE:
                self.layers[place, *kind] += change
        self.moves += 1


Key = tuple[str, str]
"""A station and a part."""


def verify(mongo_uri: str, prefix: str) -> Conserved:
    """Looks at all stations at one instant; the platform may work meanwhile."""
    with connect(mongo_uri) as client, client.start_session(snapshot=True) as session:
        db = client[Names(prefix).user(SERVICE)]
        stocks = list(db.stocks.find({}, session=session))
        emitted = folded(_events(db, stocks, session))
        written = folded_lines(db.moves.find({}, session=session))
        lent = _lent(db, session)
    result = Conserved()
    for stock in stocks:
        _compare(result, stock, emitted.pop(_key(stock), Folded()), written.pop(_key(stock), Folded()), lent)
    for station_id, part_id in emitted.keys() | written.keys():
        result.differences.append(Difference(station_id, part_id, "stock", "document", "missing", "moved"))
    result.differences += between_stations(stocks)
    return result


def folded(events: Iterable[Document]) -> dict[Key, Folded]:
    """The told moves of each stock; an event that is both pending and in the log counts once."""
    by_stock: defaultdict[Key, Folded] = defaultdict(Folded)
    ids: set[str] = set()
    for event in events:
        if event["id"] not in ids:
            ids.add(event["id"])
            moves = by_stock[event["station_id"], event["data"]["part_id"]]
            moves.numbers.add(event["counts"][stock_moved.type])
            for move in event["data"]["moves"]:
                moves.add(move)
    return dict(by_stock)


def folded_lines(lines: Iterable[Document]) -> dict[Key, Folded]:
    """The written lines of each stock's ledger."""
    by_stock: defaultdict[Key, Folded] = defaultdict(Folded)
    for line in lines:
        by_stock[_key(line)].add({**line, **_texts(line)})
    return dict(by_stock)


def differences(
    stock: Document, emitted: Folded, written: Folded, lent: Mapping[tuple[str, str, str], int]
) -> list[Difference]:
    """What does not add up in one stock. With a missing event nothing can be rebuilt: then only that is said."""
    balances: Balances = Counter(stock["balances"])
    layers = _layers(stock)
    missing = set(range(1, stock["counts"].get(field_of(stock_moved.type), 0) + 1)) ^ emitted.numbers
    if missing:
        return [_difference(stock, "event", str(number), "counted", "missing") for number in sorted(missing)]
    unequal = _unequal(stock, "balance", balances, emitted.balances) + _unequal(stock, "layer", layers, emitted.layers)
    unequal += _unequal(stock, "line", written.layers, emitted.layers)
    unequal += [
        _difference(stock, "below_zero", place, str(balances[place]), "0")
        for place in sorted(balances)
        if place not in OUTSIDE and balances[place] < 0
    ]
    reserved = sum(claim["reserved"] for claim in stock["claims"])
    if not 0 <= reserved <= max(balances["store"], 0):
        unequal.append(_difference(stock, "reserved", "store", str(reserved), str(balances["store"])))
    benches = {place: emitted.balances[place] for place in emitted.balances if place.startswith("bench:")}
    borrowed = {
        f"bench:{who}": pieces for (station, part, who), pieces in lent.items() if (station, part) == _key(stock)
    }
    return unequal + _unequal(stock, "borrow", Counter(borrowed), Counter(benches))


def between_stations(stocks: Iterable[Document]) -> list[Difference]:
    """Where a receiver expects more than its sender has on the way, or the halves of the network do not meet."""
    sent: Counter[Key] = Counter()
    expected: Counter[Key] = Counter()
    network: Counter[str] = Counter()
    for stock in stocks:
        for place, quantity in stock["balances"].items():
            kind, _, transfer = place.partition(":")
            sent[stock["part_id"], transfer] += quantity if kind == "transit_out" else 0
            expected[stock["part_id"], transfer] += quantity if kind == "transit_in" else 0
            network[stock["part_id"]] += quantity if place == "network" else 0
    overdrawn = [
        Difference("", part, "transfer", transfer, str(sent[part, transfer]), str(expected[part, transfer]))
        for part, transfer in expected
        if expected[part, transfer] > sent[part, transfer]
    ]
    on_the_way: Counter[str] = Counter()
    for (part, _), quantity in sent.items():
        on_the_way[part] += quantity
    return overdrawn + [
        Difference("", part, "network", "all stations", str(quantity), f"-{on_the_way[part]} to 0")
        for part, quantity in network.items()
        if not -on_the_way[part] <= quantity <= 0
    ]


def _events(db: Db, stocks: list[Document], session: ClientSession) -> Iterable[Document]:
    for stock in stocks:
        for entry in stock["pending"]:
            yield from (event for event in entry["events"] if event["type"] == stock_moved.type)
    for row in db[EVENT_LOG].find({"type": stock_moved.type}, session=session):
        yield row["envelope"]


def _lent(db: Db, session: ClientSession) -> Counter[tuple[str, str, str]]:
    lent: Counter[tuple[str, str, str]] = Counter()
    for row in db.borrows.find({"state": "out"}, session=session):
        settled = sum(settlement["quantity"] for settlement in row["settlements"])
        lent[row["station_id"], row["part_id"], row["engineer_id"]] += row["quantity"] - settled
    return lent


def _compare(
    result: Conserved, stock: Document, emitted: Folded, written: Folded, lent: Mapping[tuple[str, str, str], int]
) -> None:
    summary = result.stations[stock["station_id"]]
    summary.parts += 1
    summary.pieces += sum(quantity for place, quantity in stock["balances"].items() if place not in OUTSIDE)
    summary.moves += emitted.moves
    result.differences += differences(stock, emitted, written, lent)


def _unequal(stock: Document, kind: str, stored: Counter[Any], emitted: Counter[Any]) -> list[Difference]:
    return [
        _difference(stock, kind, key if isinstance(key, str) else " ".join(key), str(stored[key]), str(emitted[key]))
        for key in sorted(stored.keys() | emitted.keys())
        if stored[key] != emitted[key]
    ]


def _difference(stock: Document, kind: str, about: str, stored: str, emitted: str) -> Difference:
    return Difference(stock["station_id"], stock["part_id"], kind, about, stored, emitted)


def _layers(stock: Document) -> Counter[LayerKey]:
    layers: Counter[LayerKey] = Counter()
    for layer in stock["layers"]:
        texts = _texts(layer)
        layers[layer["place"], texts["received_at"], texts["arrived_at"], texts["cost"]["amount"]] += layer["quantity"]
    return layers


def _texts(row: Document) -> dict[str, Any]:
    """Instants and cost as events write them."""
    instants = {name: instant_text(row[name]) for name in ("received_at", "arrived_at")}
    return {**instants, "cost": {"amount": f"{row['cost'].to_decimal():.2f}"}}


def _key(row: Document) -> Key:
    return row["station_id"], row["part_id"]
