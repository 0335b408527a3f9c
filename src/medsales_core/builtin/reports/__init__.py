"""The reports that come with the library: pipeline, funnel, ageing of stages, findings."""

from medsales_core.builtin.reports.findings import FindingsReport, TopFinding, top_findings
from medsales_core.builtin.reports.funnel import FunnelReport
from medsales_core.builtin.reports.pipeline import PipelineReport
from medsales_core.builtin.reports.stage_aging import StageAgingReport

__all__ = [
    "FindingsReport",
    "FunnelReport",
    "PipelineReport",
    "StageAgingReport",
    "TopFinding",
    "top_findings",
]
