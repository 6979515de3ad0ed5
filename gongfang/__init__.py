"""Gongfang (工坊): carries out the measures on intangible-cultural-heritage workshops of Tacheng Prefecture."""

__version__ = "0.1.0"
