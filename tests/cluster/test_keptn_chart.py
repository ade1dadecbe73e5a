"""A rotation on a whole node with the settings of Keptn's own chart: the new pod is ready after ten seconds, the old one lingers."""
import json

from lanes import CONSUMERS, NodeLane
from story import TOKENS, search

# installer/manifests/keptn/templates/api-service.yaml of Keptn 1.4. The chart's preStop hook runs `sleep 5` in the container.
PROBE = {"httpGet": {"path": "/health", "port": 8080}, "initialDelaySeconds": 10, "periodSeconds": 5}
CHART = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}, "template": {"spec": {
    "terminationGracePeriodSeconds": 60}}}}


def as_in_the_chart(lane):
    for name in CONSUMERS:
        container = {"name": name, "lifecycle": {"preStop": {"sleep": {"seconds": 5}}}, "readinessProbe": PROBE, "livenessProbe": PROBE}
        patch = json.loads(json.dumps(CHART))
        patch["spec"]["template"]["spec"]["containers"] = [container]
        status, answer = lane.api.call("PATCH", f"{lane.apps}/deployments/{name}", patch, "application/strategic-merge-patch+json")
        assert status == 200, answer
    lane.wait_rolled_out()


def test_a_rotation_with_the_settings_of_keptns_chart_ends_well(node, say):
    def rotate():
        lane = NodeLane(node, "chart")
        try:
            as_in_the_chart(lane)
            case = lane.begin()
            code = case.run()
            lane.wait_rolled_out()  # The Pods of the old template stay for a moment after their containers have ended.
            assert case.wrong([code], 0) == [], lane.outputs[-1]
            TOKENS.extend(lane.tokens)
            return lane.outputs
        finally:
            lane.close()
    outputs = node.within(rotate)
    report = next(json.loads(line) for line in outputs[-1].splitlines() if '"message":"rotated"' in line)
    say(f"cut-over window {report['cutOverMilliseconds'] / 1000:.1f} s")
    assert report["cutOverMilliseconds"] >= 10_000  # No new pod is ready sooner.
    assert search(TOKENS, {"the rotator": "\n".join(outputs)}) == []
