"""How the page looks: paper and ink, one colour, and the same calm in the dark."""

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
:root {
  --paper: #fbfaf7; --sheet: #ffffff; --ink: #1d2930; --soft: #5c6870; --line: #dcdad3; --hair: #eceae4;
  --tone: #2c6169; --on-tone: #ffffff; --warn: #7a4a00; --warn-paper: #fdf1d8; --warn-line: #e7c987;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171a; --sheet: #192024; --ink: #e4e8e8; --soft: #9aa6ab; --line: #344046; --hair: #252e33;
    --tone: #7db7b8; --on-tone: #0e1516; --warn: #f3d79a; --warn-paper: #35290f; --warn-line: #6b5420;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 2rem 4rem; max-width: 72rem;
  background: var(--paper); color: var(--ink);
  font: 15px/1.55 "Segoe UI", "Helvetica Neue", Helvetica, Arial, "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif;
}
header { border-bottom: 2px solid var(--ink); padding-bottom: 1rem; margin-bottom: 2rem; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 600; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.05rem; line-height: 1.4; font-weight: 600; margin: 0 0 .75rem; }
h1, h2, p, li { overflow-wrap: anywhere; }
th, td { overflow-wrap: break-word; max-width: 26em; }
.subject { margin: 0 0 .25rem; color: var(--tone); font-weight: 600; }
.provenance, .aside { margin: .5rem 0 0; color: var(--soft); font-size: .875rem; }
.banner {
  margin: 0 0 1.5rem; padding: .6rem .9rem; border: 1px solid var(--warn-line); border-left-width: 5px;
  background: var(--warn-paper); color: var(--warn); font-weight: 600;
}
section { margin: 0 0 2.5rem; }
.scroll {
  overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: 4px;
}
.scroll:focus-visible { outline: 2px solid var(--tone); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .5rem .8rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--hair); }
thead th {
  color: var(--soft); font-weight: 600; font-size: .8rem; line-height: 1.35; vertical-align: bottom;
  border-bottom: 1px solid var(--line);
}
tbody th { font-weight: 500; }
tbody tr:last-child th, tbody tr:last-child td { border-bottom: 0; }
th:not(.number), td:not(.number) { min-width: 5em; }
th.middling, td.middling { min-width: 8.5em; }
th.long, td.long { min-width: 15em; }
thead th:first-child, tbody th, tfoot th { position: sticky; left: 0; min-width: 8em; background: var(--sheet); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number, .short { white-space: nowrap; }
thead .number { min-width: 6.5em; }
tfoot th, tfoot td { font-weight: 700; border-top: 1px solid var(--ink); border-bottom: 0; }
.drawing { display: block; width: 100%; max-width: 38rem; overflow: visible; font-size: 13px; }
.drawing .bar { fill: var(--tone); }
.drawing .rail { fill: var(--hair); }
.drawing .name, .drawing .figure { fill: var(--ink); }
.drawing .figure { font-weight: 700; font-size: 14px; font-variant-numeric: tabular-nums; }
.drawing .inside { fill: var(--on-tone); }
.drawing .note { fill: var(--soft); font-size: 12px; }
footer { border-top: 1px solid var(--line); padding-top: 1.25rem; color: var(--soft); font-size: .875rem; }
footer h2 { font-size: .875rem; margin-bottom: .4rem; color: var(--ink); }
footer ul { margin: 0; padding-left: 1.1rem; max-width: 46rem; }
footer li { margin-bottom: .3rem; }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  th, td { padding: .45rem .6rem; }
  thead th.long:first-child, tbody th.long, tfoot th.long { min-width: 10em; max-width: 10em; }
}
@media print {
  :root {
    --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #999; --hair: #ddd;
    --tone: #2c6169; --on-tone: #fff; --warn: #000; --warn-paper: #fff; --warn-line: #000;
  }
  @page { margin: 16mm 14mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  .scroll { overflow: visible; border: 0; }
  tr, .drawing, .banner { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  .drawing .bar, .drawing .rail { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
