"""The rotation against everything that can happen to it: real API server, one fault at a time, at every call.

TOKEN_GUARD_FULL=1 runs every case; else every tenth by its index, which spreads over calls and faults alike. What the
last full run found is in docs/rotation-faults.md.
"""
import time

from fault_proxy import FAULTS, KILLS
from lanes import begin, calls_of, chosen, describe, heal, side_by_side


def matrix(lanes, undo, say):
    calls = calls_of(lanes[0], undo)
    kinds = [*FAULTS, *KILLS]
    every = [(at, kind) for at in range(1, len(calls) + 1) for kind in kinds]
    cases, fired = chosen(every), []

    def run(lane, case):
        at, kind = case
        state = begin(lane, undo)
        lane.proxy.begin(at, kind)
        codes = state.run_until_it_ends()
        fired.append(lane.proxy.fired)
        wrong = state.wrong(codes, 6 if undo else 0)
        what = f"{kind} at call {at}, {lane.proxy.calls[at - 1] if lane.proxy.fired else 'not reached'}"
        heal(lane)
        return describe(state, what, wrong, codes) if wrong else None

    began = time.monotonic()
    complaints = side_by_side(lanes, cases, run)
    say(f"{len(cases)} of {len(every)} cases ({len(calls)} calls x {len(kinds)} faults), {sum(fired)} met their fault, "
        f"{len(complaints)} went wrong, {time.monotonic() - began:.0f} s")
    assert complaints == [], "\n".join(complaints)
    assert sum(fired) >= 0.9 * len(cases)  # Looks vary with the pace of a rollout, so the last calls may not come.


def test_a_rotation_converges_whatever_happens_to_any_of_its_calls(lanes, say):
    matrix(lanes, False, say)


def test_an_undo_converges_whatever_happens_to_any_of_its_calls(lanes, say):
    matrix(lanes, True, say)
