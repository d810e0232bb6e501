"""The tables of settlement, by topic."""

from liuke.areas.settlement.models.holdings import Holding as Holding
from liuke.areas.settlement.models.statements import LineAppeal as LineAppeal
from liuke.areas.settlement.models.statements import Month as Month
from liuke.areas.settlement.models.statements import Statement as Statement
from liuke.areas.settlement.models.statements import StatementLine as StatementLine
