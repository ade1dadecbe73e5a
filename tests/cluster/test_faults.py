"""The rotation against everything that can happen to it: real API server, one fault at a time, at every call.

TOKEN_GUARD_FULL=1 runs every case; else every tenth fault by its index, which spreads over calls and faults alike, and some
seven refusals of each write. What the last full run found is in docs/rotation-faults.md.
"""
import pytest

from lanes import chosen, matrix, refusals


def test_a_rotation_converges_whatever_happens_to_any_of_its_calls(lanes, say):
    matrix(lanes, False, say, chosen)


def test_a_rollback_converges_whatever_happens_to_any_of_its_calls(lanes, say):
    matrix(lanes, True, say, chosen)


@pytest.mark.parametrize("undo", [False, True], ids=["rotation", "rollback"])
def test_no_refusal_of_a_write_leaves_a_token_that_the_pods_refuse(lanes, undo, say):
    refusals(lanes, undo, say)
