"""Start: samples, own file, workspaces; with data, the loyalty picture at a glance."""

from pages import _session as session
from pages.parts import glance, welcome, workspaces

if session.study() and session.dataset():
    glance.show()
else:
    welcome.show()
workspaces.show()
