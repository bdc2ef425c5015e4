import signal
import urllib3


def test_it(platform):
    assert urllib3.request("GET", platform.url + "/api/v1/openapi.json").status == 200


def test_kill(platform):
    assert platform.kill("intake") == -9
    platform.start("intake")
    platform.wait_ready("intake")
    assert platform.stop("gateway") == 0
    platform.start("gateway")
    platform.wait_ready("gateway")
