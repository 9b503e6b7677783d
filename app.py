"""The server: ``streamlit run app.py``."""

import streamlit as st
from starlette.middleware import Middleware

from pages._errors import show
from pages._headers import Gate, SecurityHeaders
from pages._server import lifespan

app = st.App(
    "pages/_frame.py",
    middleware=[Middleware(SecurityHeaders), Middleware(Gate)],
    lifespan=lifespan,
    on_script_error=show,
)
