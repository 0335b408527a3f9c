"""How a drawing looks: paper and ink, one colour, and the same calm in the dark."""

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
.medsales-process {
  --paper: #fbfaf7; --sheet: #ffffff; --ink: #1d2930; --soft: #5c6870; --hint: #b4bcbe; --tone: #2c6169;
  --on-tone: #ffffff; --skip: #9a5b00; --good: #2f6f4f; --on-good: #ffffff;
  font-family: "Segoe UI", "Helvetica Neue", Helvetica, Arial, "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif;
}
@media (prefers-color-scheme: dark) {
  .medsales-process {
    --paper: #12171a; --sheet: #1b2327; --ink: #e4e8e8; --soft: #a2aeb3; --hint: #55636a; --tone: #7db7b8;
    --on-tone: #0e1516; --skip: #e0a95a; --good: #86c9a4; --on-good: #0e1512;
  }
}
.medsales-process .paper { fill: var(--paper); }
.medsales-process text { fill: var(--ink); font-size: 13px; }
.medsales-process .title { font-size: 22px; font-weight: 600; }
.medsales-process .process { font-size: 17px; font-weight: 600; }
.medsales-process .name { font-size: 16px; font-weight: 600; }
.medsales-process .soft, .medsales-process .caption { fill: var(--soft); }
.medsales-process .caption { font-size: 12px; }
.medsales-process .figure { font-size: 22px; font-weight: 700; fill: var(--tone); }
.medsales-process .quiet { fill: var(--soft); font-weight: 400; }
.medsales-process .number { font-size: 15px; font-weight: 700; fill: var(--on-tone); }
.medsales-process .box { fill: var(--sheet); stroke: var(--tone); stroke-width: 1.25; }
.medsales-process .key { stroke-width: 3; }
.medsales-process .disc { fill: var(--tone); }
.medsales-process .start { fill: var(--ink); }
.medsales-process .way { fill: none; stroke: var(--ink); stroke-width: 1.75; }
.medsales-process .skip { stroke: var(--skip); stroke-dasharray: 6 4; }
.medsales-process .back { stroke: var(--hint); stroke-width: 1.25; }
.medsales-process .head { fill: var(--ink); }
.medsales-process .head-skip { fill: var(--skip); }
.medsales-process .head-back { fill: var(--hint); }
.medsales-process .end { fill: var(--good); }
.medsales-process .end-word { fill: var(--on-good); font-weight: 600; font-size: 14px; }
.medsales-process .rule { stroke: var(--hint); stroke-width: 1; }
"""
