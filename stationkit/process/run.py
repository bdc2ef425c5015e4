"""Runs one service: `python -m stationkit.process.run services.intake.service`.

Nameko's own command line needs a package that new Pythons no longer carry; this does what it does: patch, start, stop
gracefully on SIGTERM. The exit code is 0 only when every worker has answered.
"""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402  # its own warning is known: see docs/dependencies.md

eventlet.monkey_patch()

import signal  # noqa: E402  # nothing may be imported before the patch
import sys  # noqa: E402
from typing import Any  # noqa: E402

import structlog  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from contracts.stations import SERVICE as ISSUER  # noqa: E402
from stationkit.ground import log, settings  # noqa: E402
from stationkit.messaging.publisher import Publisher  # noqa: E402
from stationkit.process.wiring import config_of, service_of  # noqa: E402


def main(module_name: str) -> None:
    """Runs the service until SIGTERM or SIGINT."""
    read = settings.read()
    service: Any = service_of(module_name)
    if service.name == ISSUER:
        read.check_issuer()
    log.set_up(service.name, read.log_level)
    runner = ServiceRunner(config_of(read, Publisher))
    runner.add_service(service)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    structlog.get_logger().info("service_started")
    _wait(runner)
    structlog.get_logger().info("service_stopped")


def _wait(runner: ServiceRunner) -> None:
    waiting = eventlet.spawn(runner.wait)
    while True:
        try:
            waiting.wait()
        except InterruptedError:
            continue
        return


if __name__ == "__main__":
    main(sys.argv[1])
