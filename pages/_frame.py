"""The frame around every page: page list, sidebar, language. It runs before each page."""

from pathlib import Path

import streamlit as st

from pages import _session as session
from pages._scripts import language_script
from pages._session import _
from pages.parts import notice, sidebar

session.read_link()
ICON = str(Path(__file__).parent / "icon.svg")
st.set_page_config(page_title="Loyalty Lab", page_icon=ICON, layout="wide")
st.html(language_script(session.language()), unsafe_allow_javascript=True)

PAGES = (
    ("start", _("Start"), "home"),
    ("data", _("Data"), "table"),
    ("indicators", _("Indicators"), "tune"),
    ("segments", _("Segments"), "groups"),
    ("journeys", _("Journeys"), "route"),
    ("strategies", _("Strategies"), "science"),
    ("report", _("Report"), "description"),
)
pages = [
    st.Page(f"{key}.py", title=title, icon=f":material/{icon}:", url_path=key, default=not place)
    for place, (key, title, icon) in enumerate(PAGES)
]
page = st.navigation(pages)
session.look()
if session.presenting(page.url_path):
    st.navigation(pages, position="hidden")
else:
    sidebar.show()
session.open_page(page.url_path)
notice.show()
session.frame_is_drawn()
page.run()
