"""Indicators: checked at load, counted over the lake, judged by a naive evaluator, held against a plan's goals."""
