"""Tongmai (通脉): the layer between a region's health institutions."""
