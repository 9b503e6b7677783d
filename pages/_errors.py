"""Uncaught errors: an incident id on the screen; id, type and place in the log; never a value."""

import logging
import threading
from typing import Any

import streamlit as st

from loyalty.problems import LoyaltyError, describe, incident
from pages._session import _
from pages.parts.safe import escape

log = logging.getLogger("loyalty")


def show(error: Exception) -> bool:
    """Tell the user; Streamlit then shows nothing of its own."""
    if isinstance(error, LoyaltyError):
        st.warning(escape(error.sentence(_)))
        return True
    number = incident()
    log.error("incident %s: %s", number, describe(error))
    st.error(
        _(
            "Something went wrong here. Nothing you saved is lost. Try again, and if it stays, "
            "give whoever runs the app this number: {number}"
        ).format(number=number)
    )
    return True


def keep_values_out_of_logs() -> None:
    """From now on, a log line shows an exception by type and place, whoever writes it."""
    logging.setLogRecordFactory(_without_values)
    threading.excepthook = _log_thread


def _without_values(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if record.exc_info and record.exc_info[1]:
        record.msg = f"{record.msg} ({describe(record.exc_info[1])})"
        record.exc_info = None
    return record


def _log_thread(error: threading.ExceptHookArgs) -> None:
    if error.exc_value:
        log.error("a thread ended: %s", describe(error.exc_value))
