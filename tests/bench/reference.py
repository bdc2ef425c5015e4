"""What the platform is held against: the least that a Flask view can do that writes, or reads, one document.

It is served and it writes as the platform does: the same kind and number of workers, the same server, majority and
journal on every write. It checks no token, schema or key, and tells nobody.
"""

from __future__ import annotations

import os
import uuid

from flask import Flask, Response, jsonify, request

from stationkit.ground.clock import wall_now
from stationkit.storage.database import connect, database

DATABASE = "BENCH_DATABASE"
WORKER = "gevent"


def create_app() -> Flask:
    """The application; connects at once, so make it after the fork."""
    app = Flask(__name__)
    orders = database(connect(os.environ["MONGO_URI"]), os.environ[DATABASE]).orders

    @app.post("/orders")
    def receive() -> tuple[Response, int]:
        document = {"_id": str(uuid.uuid4()), "received_at": wall_now(), **request.get_json()}
        orders.insert_one(document)
        return jsonify(id=document["_id"], received_at=document["received_at"]), 201

    @app.get("/orders/<order_id>")
    def read(order_id: str) -> Response:
        return jsonify(orders.find_one({"_id": order_id}))

    return app
