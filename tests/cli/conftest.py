"""Small literal files, and the command run in this process."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from parsing import parsed_here  # noqa: F401 (a fixture of all tests here)

from loyalty import cli

END = date(2024, 12, 31)
HEADER = "customer_id,order_id,date,amount\n"


def order_lines() -> list[str]:
    """30 customers: number n orders n % 5 + 1 times, every 20 days, the last n days ago."""
    return [
        f"c{n:02},o{n}-{k},{END - timedelta(days=n + 20 * k)},{10 * (n % 5 + 1)}.50\n"
        for n in range(30)
        for k in range(n % 5 + 1)
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, with orders.csv in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(HEADER + "".join(order_lines()))
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """Run a command line; code, and what it printed. Without a study few futures are simulated."""

    def call(*words: str) -> SimpleNamespace:
        plain = "run" in words and not {"--study", "--draws"} & set(words)
        few = ["--draws", "100"] if plain else []
        code = cli.main([*words, *few])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return call
