"""Case 29: an exception with a phone number in it shows and logs an incident id only."""

import logging
import threading

import pytest
from streamlit.error_util import handle_user_script_exception
from streamlit.testing.v1 import AppTest

from pages import _errors

PHONE = "13800138000"


@pytest.fixture
def clean_logs():
    factory, hook = logging.getLogRecordFactory(), threading.excepthook
    _errors.keep_values_out_of_logs()
    yield
    logging.setLogRecordFactory(factory)
    threading.excepthook = hook


def raised() -> Exception:
    try:
        try:
            {}[PHONE]
        except KeyError as error:
            raise ValueError(f"customer {PHONE} is unknown") from error
    except ValueError as error:
        return error


def failing_page():
    from pages import _errors

    try:
        raise ValueError("customer 13800138000 is unknown")
    except ValueError as error:
        _errors.show(error)


def refusing_page():
    from loyalty.problems import Refused
    from pages import _errors

    _errors.show(Refused("The file {name} is empty.", name="**a**.csv"))


def test_the_screen_shows_an_incident_id_that_the_log_holds(caplog):
    page = AppTest.from_function(failing_page).run()
    [message] = page.error
    assert PHONE not in message.value
    number = message.value.rsplit(" ", 1)[1]
    [line] = [record.getMessage() for record in caplog.records if record.name == "loyalty"]
    assert line.startswith(f"incident {number}: ValueError at ")
    assert PHONE not in line


def test_a_refusal_is_shown_as_it_is(caplog):
    page = AppTest.from_function(refusing_page).run()
    assert not page.error
    assert page.warning[0].value == r"The file \*\*a\*\*\.csv is empty\."
    assert not [record for record in caplog.records if record.name == "loyalty"]


def test_streamlits_own_log_line_holds_no_value(clean_logs, caplog):
    shown = []
    error = raised()
    logging.getLogger("streamlit").propagate = True
    handle_user_script_exception(error, lambda found: shown.append(found) or True)
    assert shown == [error]
    assert "ValueError at test_errors.py" in caplog.text
    assert PHONE not in caplog.text


def test_any_log_line_shows_type_and_place_only(clean_logs, caplog):
    logging.getLogger("uvicorn.error").propagate = True
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=raised())
    assert "(ValueError at test_errors.py:" in caplog.text
    assert "in raised, after KeyError)" in caplog.text
    assert PHONE not in caplog.text


def test_a_failing_thread_is_logged_without_values(clean_logs, caplog, capfd):
    def fail():
        raise ValueError(PHONE)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "a thread ended: ValueError at test_errors.py" in caplog.text
    assert PHONE not in caplog.text + "".join(capfd.readouterr())
