"""Run as a program of its own: Vega-Lite specifications in (JSON, name -> spec), pictures out.

SVG as text, PNG as base64. The converter ends its whole process on some input, so it never runs
inside the app.
"""

import base64
import json
import sys
from typing import Any

import vl_convert


def drawn(spec: dict[str, Any], request: dict[str, Any]) -> str:
    """One picture of the kind that is asked for."""
    given: dict[str, Any] = {"config": request["config"], "allowed_base_urls": []}
    if request["kind"] == "png":
        picture = vl_convert.vegalite_to_png(spec, scale=request["scale"], **given)
        return base64.b64encode(picture).decode()
    return str(vl_convert.vegalite_to_svg(spec, **given))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump({name: drawn(spec, asked) for name, spec in asked["specs"].items()}, sys.stdout)
