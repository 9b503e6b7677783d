"""When the frame around a page is drawn anew, so that a notice goes with the next change."""

from types import SimpleNamespace

import pytest

from loyalty.problems import LoyaltyError
from pages import _session as session


@pytest.fixture
def reruns(monkeypatch):
    """How often the frame was asked for anew, in a session without a browser."""
    asked = []
    monkeypatch.setattr(session.st, "session_state", {})
    monkeypatch.setattr(session.st, "rerun", lambda: asked.append(1))
    return asked


def at(version):
    session.st.session_state["seen"] = SimpleNamespace(
        can_undo=True, can_redo=False, undoes=(), redoes=(), dirty=True, version=version
    )


def draw():
    session.pop_notice()
    session.frame_is_drawn()


def test_a_notice_goes_with_the_next_accepted_change(reruns):
    at(1)
    session.say(LoyaltyError("Refused"))
    draw()
    session.keep_frame_fresh()
    assert not reruns
    at(2)
    session.keep_frame_fresh()
    assert len(reruns) == 1
    draw()
    at(3)
    session.keep_frame_fresh()
    assert len(reruns) == 1
