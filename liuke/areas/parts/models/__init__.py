"""The tables of this room: Django looks for them here, each topic has a module."""

from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.models.counts import Count, CountLine
from liuke.areas.parts.models.requests import Credit, Request
from liuke.areas.parts.models.stock import Move, Place, Stock
from liuke.areas.parts.models.transfers import Transfer
from liuke.areas.parts.models.uses import Use

__all__ = ["Count", "CountLine", "Credit", "Move", "Part", "Place", "Request", "Stock", "Transfer", "Use"]
