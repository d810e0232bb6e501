"""The file itself, and what is known of files that may be one customer's."""

from liuke.areas.customers.models.consents import Consent as Consent
from liuke.areas.customers.models.consents import ConsentText as ConsentText
from liuke.areas.customers.models.fields import FieldDefinition as FieldDefinition
from liuke.areas.customers.models.fields import FieldValue as FieldValue
from liuke.areas.customers.models.file import Address as Address
from liuke.areas.customers.models.file import ClearValue as ClearValue
from liuke.areas.customers.models.file import Contact as Contact
from liuke.areas.customers.models.file import Customer as Customer
from liuke.areas.customers.models.file import Phone as Phone
from liuke.areas.customers.models.file import SearchEntry as SearchEntry
from liuke.areas.customers.models.merging import DuplicatePair as DuplicatePair
from liuke.areas.customers.models.merging import DuplicateSearch as DuplicateSearch
from liuke.areas.customers.models.merging import Merge as Merge
from liuke.areas.customers.models.merging import MergeLine as MergeLine
