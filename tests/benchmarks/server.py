"""The real server, and a browser's side of its protocol without a browser.

`Session.rerun` sends what a browser sends when a widget changes and waits until the script has
finished, so it measures the server: reading the choice, writing the draft, computing, and sending
what changed. Drawing in the browser comes on top.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PROJECT = Path(__file__).parents[2]
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
SECONDS = 300
WIDGETS = ("slider", "button_group", "dataframe")


@contextmanager
def server(home: Path) -> Iterator[int]:
    """The app over the workspaces in `home`; gives its port and waits for its end."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"], cwd=PROJECT, stdout=subprocess.DEVNULL,
        env=os.environ | {"LOYALTY_LAB_HOME": str(home)},
    )  # fmt: skip
    try:
        _wait_until_up(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


class Session:
    """One browser tab."""

    def __init__(self, port: int, workspace: str):
        self.query = f"w={workspace}&lang=en"
        self._page_hash = ""
        self._widgets: dict[str, WidgetState] = {}
        self._elements: dict[str, tuple[object, str]] = {}
        self._socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"],
            origin=f"http://127.0.0.1:{port}", max_size=None,
        )  # fmt: skip

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def open(self, page: str) -> float:
        """Open a page by its name; seconds of the script run."""
        self._page_hash, self._widgets = "", {}
        return self._run(page)

    def rerun(self) -> float:
        """Run the whole page again."""
        return self._run("")

    def slide(self, key: str, value: float) -> float:
        """Move the slider with this key, as releasing the mouse does."""
        element, fragment = self._elements[key]
        state = WidgetState(id=element.id)
        state.double_array_value.data.append(value)
        self._widgets[element.id] = state
        return self._run("", fragment)

    def press(self, key: str, option: str) -> float:
        """Choose the option with this text in the pills or segmented control with this key."""
        element, fragment = self._elements[key]
        state = WidgetState(id=element.id)
        state.string_array_value.data.append(option)
        self._widgets[element.id] = state
        return self._run("", fragment)

    def options(self, key: str) -> list[str]:
        """The texts of the pills or segmented control with this key."""
        return [one.content for one in self._elements[key][0].options]

    def edit(self, table: str, row: int, column: str, value: str) -> float:
        """Put a value into a cell of the editable table whose key begins with `table`."""
        key = [name for name in self._elements if name.startswith(table)][-1]
        element, fragment = self._elements[key]
        state = WidgetState(id=element.id)
        state.string_value = json.dumps(
            {"edited_rows": {str(row): {column: value}}, "added_rows": [], "deleted_rows": []}
        )
        self._widgets = {element.id: state}
        return self._run("", fragment)

    def slider(self, key: str) -> object:
        """The slider with this key as last sent: min, max, step, default."""
        return self._elements[key][0]

    def _run(self, page: str, fragment: str = "") -> float:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self.query, page
        state.page_script_hash, state.fragment_id = self._page_hash, fragment
        state.widget_states.widgets.extend(self._widgets.values())
        start = perf_counter()
        self._socket.send(message.SerializeToString())
        self._receive()
        return perf_counter() - start

    def _receive(self) -> None:
        while True:
            self._acknowledge_at_once()
            answer = ForwardMsg.FromString(self._socket.recv(timeout=SECONDS))
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self._page_hash = answer.navigation.page_script_hash
            elif kind == "delta":
                self._note(answer)
            elif kind == "script_finished" and answer.script_finished in FINISHED:
                return

    def _acknowledge_at_once(self) -> None:
        """Keep the system from holding back acknowledgements, which adds 40 ms on one machine."""
        if hasattr(socket, "TCP_QUICKACK"):
            self._socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _note(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(element.exception.message)
        if kind in WIDGETS:
            found = getattr(element, kind)
            key = found.id.split("-", 2)[-1]
            self._elements.pop(key, None)
            self._elements[key] = (found, answer.delta.fragment_id)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_up(port: int) -> None:
    end = perf_counter() + 60
    while perf_counter() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            sleep(0.2)
    raise TimeoutError("The server did not start.")
