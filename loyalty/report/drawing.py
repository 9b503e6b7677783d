"""Run as a program of its own: Vega-Lite specifications in (JSON, name -> spec), SVG out.

The converter ends its whole process on some input, so it never runs inside the app.
"""

import json
import sys

import vl_convert

if __name__ == "__main__":
    request = json.load(sys.stdin)
    drawn = {
        name: vl_convert.vegalite_to_svg(spec, config=request["config"], allowed_base_urls=[])
        for name, spec in request["specs"].items()
    }
    json.dump(drawn, sys.stdout)
