"""The child process: what it may use, how it ends, and what it leaves behind."""

import json
import signal
import subprocess
import sys
import threading
import time

import pytest

from loyalty.ingest import Reading, Source, inspect, limits, read, sandbox
from loyalty.problems import Refused, Unavailable

ORDERS = "customer_id,date,amount\nc1,2024-01-01,2.5\nc1,2024-01-02,3\n"


@pytest.fixture
def play(desk, monkeypatch):
    """Put a script in place of the child."""

    def replace(code: str) -> None:
        script = desk.file(code, "child.py")
        monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, str(script)))

    return replace


def test_a_file_is_inspected_and_read_in_the_child(desk):
    path = desk.file(ORDERS)
    seen = inspect(path, "../orders.csv")
    assert (seen.table, seen.rows, seen.columns) == ("orders", 2, ("customer_id", "date", "amount"))
    steps = []
    done = read([Source(path, "orders.csv")], desk.folder / "out", lambda *step: steps.append(step))
    assert done.rows == {"orders": 2}
    assert done.tables["orders"].parent == desk.folder / "out"
    assert [path.name for path in (desk.folder / "out").iterdir()] == ["orders.parquet"]
    assert done.sources[0].rows == 2
    assert len(done.sources[0].sha256) == 64
    assert [share for share, _text in steps] == sorted(share for share, _text in steps)


def test_a_refusal_comes_back_with_its_template_and_values(desk):
    with pytest.raises(Refused, match=r"orders\.csv is empty") as refused:
        inspect(desk.file(b""), "orders.csv")
    assert refused.value.values == {"file": "orders.csv"}


def test_after_a_refusal_nothing_stays(desk):
    out = desk.folder / "out"
    with pytest.raises(Refused, match="--dates"):
        read([Source(desk.file("customer,date,amount\n1,04/03/2024,1\n"), "x.csv")], out)
    assert list(out.iterdir()) == []


def test_a_cancel_kills_the_child_and_leaves_nothing(desk, play):
    play("import time, sys; sys.stdin.read(); time.sleep(60)")
    out = desk.folder / "out"
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Refused, match="cancelled"):
        read([Source(desk.file(ORDERS), "x.csv", Reading())], out, cancelled=cancelled)
    assert list(out.iterdir()) == []


def test_files_wait_for_their_turn_and_can_be_cancelled_there(desk, monkeypatch):
    monkeypatch.setattr(sandbox, "SLOTS", threading.BoundedSemaphore(1))
    path, steps = desk.file(ORDERS), []

    def stop_waiting() -> bool:
        return len(steps) > 1

    with sandbox.SLOTS, pytest.raises(Refused, match="cancelled"):
        source = Source(path, "x.csv")
        read([source], desk.folder / "out", lambda _, step: steps.append(step), stop_waiting)
    assert set(steps) == {"Waiting until other files have been read"}
    assert inspect(path, "x.csv").rows == 2


def test_an_interrupted_caller_kills_the_child(desk, play):
    play(
        "import os, sys, time, json; sys.stdin.read();"
        "print(json.dumps({'progress': [0.1, str(os.getpid())]}), flush=True); time.sleep(60)"
    )
    started = []

    def stop(share, text):
        started.append(int(text))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read([Source(desk.file(ORDERS), "x.csv")], desk.folder / "out", progress=stop)
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(started[0])], capture_output=True)
    assert listed.stdout.strip() == b""


@pytest.mark.parametrize(
    ("ending", "error", "text"),
    [
        ("os.abort()", Refused, "3 GB of memory"),
        ("os.kill(os.getpid(), signal.SIGKILL)", Refused, "3 GB of memory"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", Refused, "240 seconds"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", Refused, "Incident"),
        ("sys.exit(0)", Refused, "Incident"),
        ("print(json.dumps({'memory': True}))", Refused, "3 GB of memory"),
        ("print(json.dumps({'full': True}))", Unavailable, "no room on the disk"),
    ],
)
def test_every_end_of_the_child_is_a_plain_sentence(desk, play, ending, error, text):
    play(f"import json, os, resource, signal, sys; sys.stdin.read(); {ending}")
    with pytest.raises(error, match=text):
        inspect(desk.file(ORDERS), "x.csv")


def test_the_wall_clock_ends_a_child_that_hangs(desk, play, monkeypatch):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.2)
    play("import time; time.sleep(60)")
    with pytest.raises(Refused, match="seconds"):
        inspect(desk.file(ORDERS), "x.csv")


def test_a_flood_of_replies_is_cut(desk, play, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_REPLY", 1000)
    play("import sys; sys.stdin.read(); print('x' * 200_000, flush=True)")
    with pytest.raises(Refused, match="too many findings"):
        inspect(desk.file(ORDERS), "x.csv")


PROBE = """
import json, resource, sys
from loyalty.ingest import child
child.cap()
sys.stdin.read()
names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")
caps = [resource.getrlimit(getattr(resource, name))[0] for name in names]
print(json.dumps({"refused": ["{caps}", {"caps": caps}]}))
"""


def test_the_child_is_capped(desk, play):
    play(PROBE)
    with pytest.raises(Refused) as refused:
        inspect(desk.file(ORDERS), "x.csv")
    caps = [limits.MEMORY, limits.CPU_SECONDS, limits.MAX_OUTPUT, 0]
    assert refused.value.values["caps"] == caps


def test_reading_beyond_the_memory_cap_is_refused(desk, monkeypatch):
    code = (
        "from loyalty.ingest import child, examine\n"
        "examine.examine = lambda source: bytearray(child.MEMORY)\n"
        "child.main()"
    )
    script = desk.file(code, "child.py")
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, str(script)))
    with pytest.raises(Refused, match="3 GB of memory"):
        inspect(desk.file(ORDERS), "x.csv")


def test_the_child_sees_nothing_of_the_server(monkeypatch):
    monkeypatch.setenv("SECRET", "value")
    assert "SECRET" not in sandbox._environment()


def test_a_broken_pipe_ends_the_child():
    child = subprocess.Popen(
        sandbox.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=sandbox._environment()
    )
    child.stdout.close()
    source = ["/nowhere", "x.csv", {}]
    request = {"task": "read", "sources": [source], "out": "/nowhere", "reserved": []}
    child.stdin.write(json.dumps(request).encode())
    child.stdin.close()
    for _ in range(100):
        if child.poll() is not None:
            break
        time.sleep(0.05)
    assert child.poll() not in (None, -signal.SIGKILL)


def test_the_number_of_files_is_limited(desk):
    source = Source(desk.file(ORDERS), "x.csv")
    for count in (0, 51):
        with pytest.raises(Refused, match="between 1 and 50"):
            read([source] * count, desk.folder / "out")
