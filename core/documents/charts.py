"""Charts: declared once in Python as an Apache ECharts option, drawn by ECharts everywhere.

On a page the browser draws `page_json`; for paper the same ECharts runs in an embedded V8
(mini-racer) and returns an SVG. V8 starts with the first chart of a process and must not be
started before a fork: its threads do not survive one. It is renewed now and then, because
ECharts keeps a little of every chart.
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

SCRIPT = Path(settings.BASE_DIR) / "node_modules" / "echarts" / "dist" / "echarts.min.js"
CHARTS_PER_ENGINE = 200
FONT = "Paper Hei"
INK, GREY, RULE = "#000", "#d5d5d5", "#bbb"  # legible in black and white
_DRAW = """(function (option, width, height) {
  var chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: width, height: height});
  chart.setOption(option);
  var drawing = chart.renderToSVGString();
  chart.dispose();
  return drawing;
})(%s, %d, %d)"""


@dataclass(frozen=True)
class Chart:
    """An ECharts option with the size, in CSS pixels, at which it is drawn on paper."""

    option: dict[str, Any]
    width: int = 590  # the 156 mm of a printed line
    height: int = 220


class _Engine:
    """One V8 with ECharts loaded; renewed after a number of charts and in a forked child."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._racer: Any = None
        self._pid = self._drawn = 0

    def draw(self, chart: Chart) -> str:
        """Return the SVG as ECharts writes it."""
        with self._lock:
            if self._pid != os.getpid() or self._drawn >= CHARTS_PER_ENGINE:
                self._start()
            self._drawn += 1
            option = json.dumps(_for_paper(chart.option), ensure_ascii=False)
            return str(self._racer.eval(_DRAW % (option, chart.width, chart.height)))

    def _start(self) -> None:
        from py_mini_racer import MiniRacer

        self._racer = MiniRacer()
        self._racer.eval(SCRIPT.read_text("utf-8"))
        self._pid, self._drawn = os.getpid(), 0


_engine = _Engine()


def _for_paper(option: dict[str, Any]) -> dict[str, Any]:
    """Set our font for all text and stop what moves."""
    paper = deepcopy(option)
    paper["animation"] = False
    paper["textStyle"] = {**paper.get("textStyle", {}), "fontFamily": FONT}
    paper.pop("tooltip", None)
    return paper


def svg(chart: Chart) -> SafeString:
    """Draw for paper: an inline `<svg>` in our font, without script, style sheet or style attribute.

    Equal charts give equal text. Raises `py_mini_racer.JSEvalException` for an option ECharts
    cannot draw, and FileNotFoundError where the npm packages are not installed.
    """
    drawing = _engine.draw(chart)
    drawing = re.sub(r"<style\b.*?</style>", "", drawing, flags=re.S)
    drawing = re.sub(r' (?:class|ecmeta_\w+|pointer-events|xmlns:xlink)="[^"]*"', "", drawing)
    drawing = re.sub(r' style="([^"]*)"', _attributes, drawing)
    # ids count upwards for the life of the engine; several charts may stand in one document
    mark = hashlib.sha256(repr(chart).encode()).hexdigest()[:8]
    return mark_safe(re.sub(r"\bzr\d+-", f"c{mark}-", drawing))  # noqa: S308  ECharts escapes names


def _attributes(style: re.Match[str]) -> str:
    """Turn `font-size:12px;font-family:X;` into presentation attributes, which a CSP allows."""
    pairs = (declaration.split(":", 1) for declaration in style[1].split(";") if ":" in declaration)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def page_json(chart: Chart) -> str:
    """Return the option as JSON for a `data-chart` attribute; tooltips obey a strict CSP."""
    option = {**chart.option, "tooltip": {**chart.option.get("tooltip", {}), "renderMode": "richText"}}
    return json.dumps(option, ensure_ascii=False, separators=(",", ":"))


def month_trend(
    months: Sequence[str], received: Sequence[int], finished: Sequence[int], unit: str = "件"
) -> Chart:
    """Columns (finished) with a line (received) per month."""
    axis = {
        "axisLabel": {"interval": 0, "fontSize": 11},
        "axisLine": {"lineStyle": {"color": INK}},
        "axisTick": {"show": False},
    }
    return Chart(
        {
            "tooltip": {"trigger": "axis"},
            "legend": {"right": 10, "top": 0, "data": [f"登记（{unit}）", f"办结（{unit}）"]},
            "grid": {"left": 44, "right": 14, "top": 40, "bottom": 30},
            "xAxis": {
                "type": "category",
                "data": list(months),
                "axisLabel": {"interval": 0, "fontSize": 11},
                **axis,
            },
            "yAxis": {"type": "value", "minInterval": 1, "splitLine": {"lineStyle": {"color": RULE}}},
            "series": [
                {
                    "name": f"办结（{unit}）",
                    "type": "bar",
                    "barMaxWidth": 24,
                    "itemStyle": {"color": GREY, "borderColor": "#555", "borderWidth": 1},
                    "data": list(finished),
                },
                {
                    "name": f"登记（{unit}）",
                    "type": "line",
                    "symbol": "circle",
                    "symbolSize": 7,
                    "lineStyle": {"color": INK, "width": 2},
                    "itemStyle": {"color": "#fff", "borderColor": INK, "borderWidth": 1.5},
                    "label": {"show": True, "position": "top", "color": INK, "textBorderWidth": 0},
                    "data": list(received),
                },
            ],
        }
    )


def by_village(names: Sequence[str], counts: Sequence[int], unit: str = "件") -> Chart:
    """Horizontal bars, the first name on top, each with its number."""
    return Chart(
        {
            "tooltip": {"trigger": "axis"},
            "grid": {"left": 8, "right": 48, "top": 8, "bottom": 24, "containLabel": True},
            "xAxis": {"type": "value", "minInterval": 1, "splitLine": {"lineStyle": {"color": RULE}}},
            "yAxis": {
                "type": "category",
                "inverse": True,
                "data": list(names),
                "axisTick": {"show": False},
                "axisLabel": {"width": 150, "overflow": "break", "interval": 0},
            },
            "series": [
                {
                    "name": unit,
                    "type": "bar",
                    "barMaxWidth": 13,
                    "itemStyle": {"color": "#444"},
                    "label": {"show": True, "position": "right", "color": INK, "textBorderWidth": 0},
                    "data": list(counts),
                }
            ],
        },
        height=max(110, 24 * len(names) + 40),
    )
