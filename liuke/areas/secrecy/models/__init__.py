"""What leaves in bulk, and what holds for one customer."""

from liuke.areas.secrecy.models.customers import LevelTerm as LevelTerm
from liuke.areas.secrecy.models.customers import PersonRequest as PersonRequest
from liuke.areas.secrecy.models.customers import Restriction as Restriction
from liuke.areas.secrecy.models.files import FileLevel as FileLevel
from liuke.areas.secrecy.models.leaks import Leak as Leak
from liuke.areas.secrecy.models.leaks import LeakCustomer as LeakCustomer
from liuke.areas.secrecy.models.leaks import LeakEvidence as LeakEvidence
from liuke.areas.secrecy.models.leaks import LeakMeasure as LeakMeasure
from liuke.areas.secrecy.models.releases import Release as Release
from liuke.areas.secrecy.models.releases import ReleasedCustomer as ReleasedCustomer
from liuke.areas.secrecy.models.retention import RetentionNight as RetentionNight
from liuke.areas.secrecy.models.retention import RetentionStart as RetentionStart
