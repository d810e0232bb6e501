"""No operation of the API without a declared policy; the matrix of rights reads them from here."""

from ninja import Router

from liuke.api.main import api
from liuke.api.policies import SCOPES, policy, policy_of
from liuke.api.schema import operations


def test_every_operation_declares_its_policy() -> None:
    without = [f"{op.methods} {op.path}" for op in operations(api) if policy_of(op) is None]

    assert without == []
    assert len(operations(api)) > 60


def test_an_operation_without_a_policy_fails() -> None:
    router = Router()

    @router.get("/open")
    def nobody_thought_of_it(request: object) -> dict[str, str]:
        return {}

    (op,) = [op for view in router.path_operations.values() for op in view.operations]
    assert policy_of(op) is None


def test_every_scope_opens_something_and_every_operation_has_its_own_name() -> None:
    policies = [policy_of(op) for op in operations(api)]
    used = {scope for p in policies if p for scope in p.scopes}
    names = [op.operation_id for op in operations(api)]

    assert used == set(SCOPES)
    assert len(names) == len(set(names))


def test_looking_never_needs_a_writing_scope_alone() -> None:
    for op in operations(api):
        declared = policy_of(op)
        if declared and op.methods == ["GET"]:
            assert {"read", "callback", "admin"} & set(declared.scopes), op.path


def test_a_policy_of_unknown_words_is_refused() -> None:
    for scopes, roles in ((("reed",), {"agent"}), (("read",), {"wizard"}), ((), {"agent"})):
        try:
            policy(*scopes, roles=roles)
        except ValueError:
            continue
        raise AssertionError(scopes)
