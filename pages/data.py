"""Data: what is loaded and what reading found; bring files, answer what they leave open."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import data_contents, data_findings, data_rules, uploads

found = session.dataset()
if found:
    data_contents.show(found)
    data_findings.show(found)
else:
    st.title(_("Bring your data: one row per order is enough"))
uploads.show()
data_rules.show()
