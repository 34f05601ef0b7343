"""The demonstration's facts (演示数据), made from a region's folder and a seed alone: pure, ordered, no clock."""

from tongmai.regions.demonstration.everything import SEED, resources

__all__ = ["SEED", "resources"]
