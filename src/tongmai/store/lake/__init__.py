"""The store's columnar twin: for each view a base and a delta Parquet file, and a manifest that moves last."""

from tongmai.store.lake.deriving import Deriver
from tongmai.store.lake.lake import Lake
from tongmai.store.lake.running import run_view

__all__ = ["Deriver", "Lake", "run_view"]
