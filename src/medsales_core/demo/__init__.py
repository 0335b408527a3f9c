"""The whole way on a made-up portfolio: export, import, daily work, audit, scores and reports. All SYNTHETIC."""

from medsales_core.demo.run import DEMO_AS_OF, DEMO_SEED, DemoResult, Phase, run_demo

__all__ = ["DEMO_AS_OF", "DEMO_SEED", "DemoResult", "Phase", "run_demo"]
