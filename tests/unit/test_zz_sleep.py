import time
def test_it(platform):
    print(platform.prefix)
    time.sleep(60)
