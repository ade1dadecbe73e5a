"""The contract of kube::Client (tests/contract) against the real API server, directly and through the fault proxy."""
import os
import subprocess

import pytest

from cluster import ROOT, program


@pytest.mark.parametrize("way", ["directly", "through the proxy"])
def test_the_api_server_holds_what_the_rotator_relies_on(lanes, way):
    lane = lanes[1]
    lane.begin()
    retired = f"{lane.core}/secrets/token-guard-retired"
    saved = lane.api.get(retired)
    lane.api.call("DELETE", retired)
    kubeconfig = lane.kubeconfig
    if way == "directly":
        kubeconfig = lane.cluster.pki.kubeconfig("contract", lane.cluster.server, token=lane.token)
    binary = program("token-rotator").parents[1] / "tests" / "contract_test"
    try:
        done = subprocess.run([binary, "--gtest_brief=1", "--gtest_filter=*/cluster"], text=True, capture_output=True,
                              env={**os.environ, "CONTRACT_KUBECONFIG": str(kubeconfig), "CONTRACT_NAMESPACE": lane.name},
                              timeout=120, check=False, cwd=ROOT)
    finally:
        lane.api.call("POST", f"{lane.core}/secrets", {"metadata": {"name": "token-guard-retired"},
                                                       "data": saved.get("data") or {}})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[  PASSED  ] 15 tests." in done.stdout
    assert way == "directly" or len(lane.proxy.calls) > 30
