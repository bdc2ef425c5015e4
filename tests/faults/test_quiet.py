from tests.faults.load import Load

def test_quiet(platform, town, oracle):
    with Load(town, 4) as load:
        load.wait_for(8)
    assert not load.errors
    assert oracle.violations() == []
