"""Callbacks with their tries, what customers say by themselves, dissatisfactions and consents."""

from liuke.areas.care.models.callbacks import OPEN as OPEN
from liuke.areas.care.models.callbacks import OPEN_STATES as OPEN_STATES
from liuke.areas.care.models.callbacks import Callback as Callback
from liuke.areas.care.models.callbacks import Consent as Consent
from liuke.areas.care.models.callbacks import Dissatisfaction as Dissatisfaction
from liuke.areas.care.models.callbacks import Try as Try
from liuke.areas.care.models.evaluations import Evaluation as Evaluation
from liuke.areas.care.models.evaluations import NumberChange as NumberChange
