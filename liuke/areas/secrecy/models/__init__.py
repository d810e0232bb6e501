"""What leaves in bulk."""

from liuke.areas.secrecy.models.releases import Release as Release
from liuke.areas.secrecy.models.releases import ReleasedCustomer as ReleasedCustomer
