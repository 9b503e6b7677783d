import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import HEADER

from loyalty import ingest
from loyalty.cli import placing
from loyalty.problems import Unavailable

ROOT = Path(__file__).parents[2]
THEIRS = 'Kunde,Beleg,Wann,"Betrag, netto"\n' + "".join(
    f"c{n % 9},{n},2024-0{n % 9 + 1}-11,{n}.5\n" for n in range(40)
)
EVENTS = "case,touchpoint,time\n" + "".join(f"c{n % 9},A,2024-02-0{n % 9 + 1}\n" for n in range(40))
DAYS = HEADER + "".join(f"c{n},{n},0{n + 1}/0{n + 2}/2024,{n}.5\n" for n in range(7))
RAGGED = HEADER + "a,1,2024-01-01,5\nb,2,2024-01-02\n" + "c,3,2024-01-03,5\n" * 9
CURRENCIES = "customer_id,date,amount,currency\na,2024-01-01,5,USD\nb,2024-01-02,6,EUR\n"

FILES = {
    "theirs.csv": THEIRS, "events.csv": EVENTS, "days.csv": DAYS, "ragged.csv": RAGGED,
    "currencies.csv": CURRENCIES, "empty.csv": "",
    "page.csv": "<html><body>x</body></html>", "campaigns.csv": "campaign,start\nA,2024-01-01\n",
    "study.json": '{"as_of": "2024-12-01", "surprise": 1}', "text.json": "no JSON",
    "charm.json": '{"as_of": "2024-12-01", "indicators": ["charm"]}',
}  # fmt: skip


@pytest.fixture
def files(folder):
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "No table is given"),
        ("--orders nosuch.csv", "There is no file nosuch.csv"),
        ("--orders .", "There is no file"),
        ("--orders page.csv", "web page"),
        ("--orders days.csv", "--dates"),
        ("--orders ragged.csv", "--ragged skip"),
        (
            "--orders currencies.csv",
            "EUR, USD; give a rate for each, 1 for the one to keep, with --rates",
        ),
        ("--orders theirs.csv", "--map"),
        ("--orders theirs.csv --map Kunde=charm", "charm"),
        ("--orders theirs.csv --map Nobody=time", "Nobody"),
        ("--orders theirs.csv --events events.csv --map Nobody=time", "Nobody"),
        ("--orders theirs.csv --map Kunde", "pairs like left=right"),
        ("--orders orders.csv --dates sometimes", "--dates cannot be “sometimes”"),
        ("--orders orders.csv --delimiter ab", "--delimiter cannot be “ab”"),
        ("--orders orders.csv --rates USD=much", "--rates cannot be “much”"),
        ("--orders orders.csv --as-of yesterday", "--as-of"),
        ("--orders orders.csv --as-of 9999-12-31", "not between 1900-01-01 and 2101-01-01"),
        ("--orders orders.csv --history 0", "no number of months from 1 to 120"),
        ("--orders orders.csv --history 121", "no number of months"),
        ("--orders orders.csv --history six", "no number of months"),
        ("--orders orders.csv --as-of 1999-01-01", "No row is dated on or before 1999-01-01"),
        ("--orders orders.csv --sheet=Two --nonsense", "--nonsense"),
        ("--orders orders.csv --study nosuch.json", "There is no file nosuch.json"),
        ("--orders orders.csv --study study.json", "surprise"),
        ("--orders orders.csv --study text.json", "study file cannot be used"),
        ("--orders orders.csv --study charm.json", "indicator “charm”"),
        ("--campaigns campaigns.csv --as-of 2024-01-01", "hold no customers"),
    ],
)
def test_a_refusal_is_one_line_and_writes_nothing(files, run, words, said):
    before = sorted(path.name for path in files.iterdir())
    found = run("run", *words.split(), "--out", "out")
    assert found.code == 2
    assert said in found.err
    assert found.err.count("\n") == 1 and found.err.endswith("\n")
    assert ". " not in found.err
    assert found.out == ""
    assert sorted(path.name for path in files.iterdir()) == before


@pytest.mark.parametrize(
    "words",
    [
        "--orders days.csv --dates orders=dmy",
        "--orders ragged.csv --ragged skip",
        "--orders currencies.csv --rates USD=0.9,eur=1",
        "--orders theirs.csv --events events.csv --delimiter comma --header yes --map",
    ],
)
def test_the_option_answers_what_was_asked(files, run, words):
    pairs = 'Kunde=customer_id,Wann=time,"Betrag, netto=amount",Beleg='
    mapping = [pairs] if words.endswith("--map") else []
    assert run("run", *words.split(), *mapping, "--out", "out").err == ""


def test_missing_arguments_are_refused_in_one_line(run):
    for words in ((), ("run",), ("inspect",), ("fly",)):
        found = run(*words)
        assert found.code == 2
        assert found.err.count("\n") == 1
        assert "see --help" in found.err


def test_a_folder_that_cannot_be_written_is_refused(folder, run):
    (folder / "file").write_text("x")
    assert "is a file" in run("run", "--orders", "orders.csv", "--out", "file").err
    with pytest.raises(Unavailable):
        placing.place({"a.csv": b"x"}, folder / "file" / "deep")


def test_a_full_disk_leaves_the_old_results(folder, monkeypatch):
    placing.place({"a.csv": b"old"}, folder / "out")

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Unavailable, match="No space left"):
        placing.place({"a.csv": b"new", "b.csv": b"new"}, folder / "out")
    monkeypatch.undo()
    assert [path.name for path in (folder / "out").iterdir()] == ["a.csv"]
    assert (folder / "out" / "a.csv").read_bytes() == b"old"
    assert sorted(path.name for path in folder.iterdir()) == ["orders.csv", "out"]


def test_an_unexpected_error_shows_an_incident_and_no_value(run, monkeypatch):
    def fail(*_arguments):
        raise ValueError("customer 13800138000 is unknown")

    monkeypatch.setattr(ingest, "read", fail)
    found = run("run", "--orders", "orders.csv", "--out", "out")
    assert found.code == 1
    assert found.err.startswith("Internal error ")
    assert "ValueError at run.py:" in found.err
    assert "13800138000" not in found.err
    assert found.err.count("\n") == 1


def test_the_real_command_refuses_alike(files):
    command = [sys.executable, "-m", "loyalty", "run", "--orders", "empty.csv", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, env=environment, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "empty.csv is empty: choose a file that holds a table.\n"
