"""The closed lists of paid work, for pages and doors."""

from liuke.areas.charges.rules.collecting import ACCOUNTS as ACCOUNTS
from liuke.areas.charges.rules.collecting import COLLECTORS as COLLECTORS
from liuke.areas.charges.rules.collecting import EXPLAINERS as EXPLAINERS
from liuke.areas.charges.rules.collecting import LOOKERS as LOOKERS
from liuke.areas.charges.rules.collecting import PRICERS as PRICERS
from liuke.areas.charges.rules.collecting import REFUNDERS as REFUNDERS
from liuke.areas.charges.rules.collecting import SELLERS as SELLERS
from liuke.areas.charges.rules.names import BUYERS as BUYERS
from liuke.areas.charges.rules.names import FINDINGS as FINDINGS
from liuke.areas.charges.rules.names import LINE_KINDS as LINE_KINDS
from liuke.areas.charges.rules.names import OLD_PARTS as OLD_PARTS
from liuke.areas.charges.rules.names import PAYMENT_STATES as PAYMENT_STATES
from liuke.areas.charges.rules.names import REFUSAL_REASONS as REFUSAL_REASONS
from liuke.areas.charges.rules.names import WAYS as WAYS
from liuke.areas.charges.rules.names import WITHDRAW_REASONS as WITHDRAW_REASONS
from liuke.areas.charges.rules.pricing import Line as Line
from liuke.areas.charges.rules.pricing import Price as Price
from liuke.areas.charges.rules.pricing import cents_of as cents_of
from liuke.areas.charges.rules.pricing import yuan as yuan
