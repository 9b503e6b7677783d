"""Report: see the summary, take the results away, bring a study back."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import downloads, empty, study_file, summary_preview

if not (session.study() and session.dataset()):
    empty.show(_("What can be taken away?"))
    st.stop()

downloads.answer()
downloads.show()
summary_preview.show()
study_file.show()
