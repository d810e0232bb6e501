"""People come, are away, and leave; teams; passwords; API tokens. Signing in is in `sign_in`."""

from liuke.foundation.identity.actions.passwords import change_password
from liuke.foundation.identity.actions.people import (
    add_person,
    change_language,
    change_roles,
    come_back,
    leave,
    set_absence,
    set_deputy,
)
from liuke.foundation.identity.actions.teams import add_team, join_team, leave_team
from liuke.foundation.identity.actions.tokens import LONGEST_TOKEN, TOKEN_PREFIX, MadeToken, make_token, revoke_token

__all__ = [
    "LONGEST_TOKEN",
    "TOKEN_PREFIX",
    "MadeToken",
    "add_person",
    "add_team",
    "change_language",
    "change_password",
    "change_roles",
    "come_back",
    "join_team",
    "leave",
    "leave_team",
    "make_token",
    "revoke_token",
    "set_absence",
    "set_deputy",
]
