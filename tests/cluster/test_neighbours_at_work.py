"""Tools that are at work on the same objects while a rotation runs, played on the real API server: the public bug reports
that docs/neighbours.md lists."""
import itertools
import json

import pytest
import yaml

from cluster import HERE, wait_for
from lanes import CONSUMERS
from neighbours import at_work
from story import encoded
from test_other_tools import last_line


def deployment(lane, name):
    return f"{lane.apps}/deployments/{name}"


def scale(lane, replicas):
    lane.api.call("PATCH", deployment(lane, "api-service") + "/scale", {"spec": {"replicas": replicas}})


def test_a_rotation_ends_well_while_an_autoscaler_scales_up_and_down(lane):
    """As KEDA does, to zero too. A pod needs some two seconds to be proven: Keptn's rate limit allows no faster."""
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")
    steps = itertools.cycle((3, 0, 2, 1))
    with at_work(lambda: scale(lane, next(steps)), 2.5):
        codes = [case.run()]
    scale(lane, 1)
    lane.wait_rolled_out()
    assert case.wrong(codes, 0) == [], lane.outputs[-1]


def test_a_rotation_ends_well_while_argo_cd_heals_by_client_side_apply(lane):
    manifests = []
    for document in yaml.safe_load_all((HERE / "keptn.yaml").read_text()):
        document["metadata"]["namespace"] = lane.name
        document["spec"]["revisionHistoryLimit"] = 1
        document["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] = 0
        manifests.append(json.dumps(document))
    path = lane.folder / "keptn.yaml"
    path.write_text("\n---\n".join(manifests))

    def heal():
        lane.cluster.kubectl("apply", "-f", path)
    heal()
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")
    with at_work(heal, 0.3):
        codes = [case.run()]
    assert case.wrong(codes, 0) == [], lane.outputs[-1]


def take_rotation_ids_off(lane):
    """As a tool that replaces the whole object with what Git holds: the option Replace=true, or `kubectl replace`."""
    for name in CONSUMERS:
        found = lane.api.get(deployment(lane, name))
        found["spec"]["template"]["metadata"].pop("annotations", None)
        del found["metadata"]["resourceVersion"]
        lane.api.call("PUT", deployment(lane, name), found)


def test_a_rotation_ends_well_although_a_tool_takes_the_rotation_id_off(lane):
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")
    with at_work(lambda: take_rotation_ids_off(lane), 3):
        codes = [case.run()]
    lane.wait_rolled_out()
    assert case.wrong(codes, 0) == [], lane.outputs[-1]


def test_a_rotation_ends_well_beside_a_reloader_that_restarts_the_same_deployments(lane):
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")
    seen = {case.old}

    def reload():
        live = lane.live()
        if live in seen:
            return
        seen.add(live)
        for name in CONSUMERS:
            lane.api.call("PATCH", deployment(lane, name), {"spec": {"template": {"metadata": {"annotations": {
                "reloader.stakater.com/last-reloaded-from": str(len(seen))}}}}})
    with at_work(reload, 0.02):
        codes = [case.run()]
    assert len(seen) == 2
    lane.wait_rolled_out()
    assert case.wrong(codes, 0) == [], lane.outputs[-1]


def test_a_rotation_ends_well_while_pods_are_evicted(lane):
    """As a vertical autoscaler's updater, a descheduler or a drain does."""
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")
    left = [6]

    def evict():
        pods = lane.pods("api-service")
        if pods and left[0]:
            left[0] -= 1
            lane.api.call("DELETE", f"{lane.core}/pods/{pods[0]['metadata']['name']}")
    with at_work(evict, 0.3):
        codes = [case.run()]
    lane.wait_rolled_out()
    assert case.wrong(codes, 0) == [], lane.outputs[-1]


def when_set(lane, case, act):
    """Calls act() before the first call after the token has changed."""
    done = []

    def watch():
        if not done and lane.live() != case.old:
            done.append(True)
            act()
    lane.proxy.watcher = watch
    try:
        return [case.run()]
    finally:
        lane.proxy.watcher = None
        assert done


def test_a_deployment_that_is_paused_in_mid_rotation_is_named(lane):
    case = lane.begin("--deadline", "3", "--rollback-deadline", "60")

    def pause(paused=True):
        assert lane.api.call("PATCH", deployment(lane, "bridge"), {"spec": {"paused": paused}})[0] == 200
    try:
        codes = when_set(lane, case, pause)
    finally:
        pause(False)
    assert case.wrong(codes, 6) == [], lane.outputs[-1]
    assert "Deployment bridge is paused" in lane.outputs[-1]


def test_a_tool_that_replaces_the_whole_secret_once_is_overruled_and_named(lane):
    case = lane.begin("--deadline", "60", "--rollback-deadline", "60")

    def replace():
        found = lane.api.get(lane.guarded)
        metadata = {"name": "keptn-api-token", "annotations": {"person": case.mark}}
        assert lane.api.call("PUT", f"{lane.guarded}?fieldManager=syncer", {
            "metadata": metadata, "data": {**found["data"], "keptn-api-token": encoded(case.old)}})[0] == 200
    codes = when_set(lane, case, replace)
    assert case.wrong(codes, 0) == [], lane.outputs[-1]
    assert '"fieldManager":"syncer"' in lane.outputs[-1]


def test_a_secret_that_is_created_again_immutable_in_mid_rotation_ends_with_a_sentence(lane):
    case = lane.begin("--deadline", "5", "--rollback-deadline", "60")

    def recreate():
        found = lane.api.get(lane.guarded)
        lane.api.call("DELETE", lane.guarded)
        assert lane.api.call("POST", f"{lane.core}/secrets", {
            "metadata": {"name": "keptn-api-token", "annotations": {"person": case.mark}}, "immutable": True,
            "data": {**found["data"], "keptn-api-token": encoded(case.old)}})[0] == 201
    try:
        codes = when_set(lane, case, recreate)
        assert case.wrong(codes, 6) == [], lane.outputs[-1]
        assert "immutable" in last_line(lane.outputs[-1])
    finally:
        lane.mend()


@pytest.mark.parametrize("annotation", ["sealedsecrets.bitnami.com/managed"])
def test_a_secret_that_is_managed_without_an_owner_reference_is_left_to_its_owner(lane, annotation):
    lane.begin()
    lane.api.call("PATCH", lane.guarded, {"metadata": {"annotations": {annotation: "true"}}})
    try:
        code, output = lane.rotate()
        assert code == 3 and "Sealed Secrets owns the Secret" in last_line(output), output
    finally:
        lane.api.call("PATCH", lane.guarded, {"metadata": {"annotations": {annotation: None}}})
