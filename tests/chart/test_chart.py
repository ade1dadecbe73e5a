"""The chart by itself, and the chart against manifests/base, the overlays and the programs."""
import copy
import filecmp
import json
import re
import subprocess

import pytest
import yaml

from cluster import ROOT, program
from rendering import CHART, SETS, chart, documents, helm, hooks, kustomize, template

SCHEMA = json.loads((CHART / "values.schema.json").read_text())
IMAGE = {"image": {"repository": "localhost/token-guard"}}


def test_lint_finds_nothing():
    for _, values in SETS.values():
        done = helm("lint", "--strict", CHART, "--values", "-", input=json.dumps(values))
        assert "[WARNING]" not in done.stdout and "[ERROR]" not in done.stdout


def test_the_tree_holds_what_is_rendered(tmp_path):
    subprocess.run(["bash", ROOT / "scripts/render.sh", tmp_path], check=True)
    rendered = [p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()]
    assert len(rendered) > 8
    assert [str(p) for p in rendered if not filecmp.cmp(ROOT / p, tmp_path / p, shallow=False)] == [], "run scripts/render.sh"


def by_hand(found):
    """Without what only kustomize makes: the namespace."""
    return {key: value for key, value in found.items() if key[0] != "Namespace"}


@pytest.mark.parametrize("folder, namespace, values", [
    ("base", "token-guard", {}),
    ("monitoring", "token-guard", {"monitoring": {"podMonitor": True, "prometheusRule": True, "dashboard": True}}),
    ("delete-pods", "token-guard", {"rotator": {"deletePods": True}}),
    ("fail-open", "token-guard", {"failurePolicy": "Ignore"}),
])
def test_an_overlay_is_the_chart_with_a_value(folder, namespace, values):
    wanted = chart(namespace, {**IMAGE, **values})
    if folder == "monitoring":  # Beside the base, not on top of it.
        wanted = {key: document for key, document in wanted.items() if key not in chart()}
    assert by_hand(documents(kustomize(folder))) == wanted


def without_profile(found):
    """Without how the profile reaches the programs, where chart and overlay differ."""
    found = {key: copy.deepcopy(document) for key, document in found.items() if key[0] != "ConfigMap"}
    for key, document in found.items():
        if key[0] not in ("CronJob", "Deployment", "Job"):
            continue
        pod = document["spec"].get("jobTemplate", document)["spec"]["template"]
        pod["metadata"].get("annotations", {}).pop("token-guard.keptn.sh/profile", None)
        container = pod["spec"]["containers"][0]
        container.pop("env", None)
        container["args"] = [a for a in container["args"] if not a.startswith("--profile-file")]
        for holder, field in ((container, "volumeMounts"), (pod["spec"], "volumes")):
            holder[field] = [entry for entry in holder.get(field, []) if entry["name"] != "profiles"]
    return found


@pytest.mark.parametrize("folder, namespace, values", [("one-namespace", "keptn", {}),
                                                       ("another-namespace", "token-guard", {"profile": {"namespace": "keptn-prod"}})])
def test_an_overlay_with_a_profile_of_its_own_is_the_chart_with_a_value(folder, namespace, values):
    made, wanted = documents(kustomize(folder)), chart(namespace, {**IMAGE, **values})
    assert without_profile(by_hand(made)) == without_profile(wanted)
    wanted = json.loads(wanted["ConfigMap", namespace, "token-guard-profiles"]["data"]["profiles.json"])
    if folder == "one-namespace":
        given = [d for key, d in made.items() if key[0] == "ConfigMap"][0]["data"]["profiles.json"]
    else:
        given = subprocess.run([program("token-webhook"), "profiles", "--namespace", "keptn-prod"], stdout=subprocess.PIPE,
                               check=True).stdout
        for kind, name in (("Deployment", "token-webhook"), ("CronJob", "token-rotator")):
            assert json.dumps([{"name": "TOKEN_GUARD_NAMESPACE", "value": "keptn-prod"}]) in json.dumps(made[kind, "token-guard", name])
    assert json.loads(given) == wanted


def test_nothing_names_keptns_namespace_if_it_has_another():
    text = template(values={"profile": {"namespace": "keptn-prod"}}).stdout
    assert re.findall(r"(?:namespace|metadata\.name|-n):? ['\"]?keptn\b(?!-)", text) == []


@pytest.mark.parametrize("name", SETS)
def test_the_programs_print_the_same_rules_for_the_profile(name, tmp_path):
    namespace, values = SETS[name]
    made = chart(namespace, {key: value for key, value in values.items() if key == "profile"})
    command = [program("token-webhook"), "profiles", "-o", "manifests"]
    if profile := made.get(("ConfigMap", namespace, "token-guard-profiles")):
        (tmp_path / "profiles.json").write_text(profile["data"]["profiles.json"])
        command += ["--profile-file", tmp_path / "profiles.json"]
    printed = documents(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    assert {key: made[key] for key in printed} == printed


def test_the_profile_of_the_chart_is_the_built_in_one():
    built_in = subprocess.run([program("token-webhook"), "profiles"], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert (CHART / "files/keptn.json").read_text() == built_in
    fields = json.loads((ROOT / "docs/profile.schema.json").read_text())["properties"]["profiles"]["items"]["properties"]
    assert SCHEMA["properties"]["profile"]["properties"] == {
        name: field for name, field in fields.items() if name not in ("guardNamespace", "rotator")}


def test_every_value_has_a_schema_and_every_schema_a_value():
    def compare(value, schema, path):
        assert set(value) == set(schema["properties"]) - {"global"}, path
        for key, child in value.items():
            if isinstance(child, dict) and child and key != "resources":
                compare(child, schema["properties"][key], f"{path}.{key}")
    compare(yaml.safe_load((CHART / "values.yaml").read_text()), SCHEMA, "")


@pytest.mark.parametrize("values, named", [
    ({"profil": {}}, "profil"), ({"profile": {"mode": "off"}}, "mode"), ({"profile": {"minLength": 9}}, "minLength"),
    ({"profile": {"rotator": "me"}}, "rotator"), ({"image": {"digest": "latest"}}, "digest"),
    ({"webhook": {"replicas": 0}}, "replicas"), ({"failurePolicy": "fail"}, "failurePolicy"),
    ({"rotator": {"maxAge": "monthly"}}, "maxAge"), ({"networkPolicy": {"enabled": True}}, "networkPolicy.apiServer"),
    ({"certificates": {"ca": "-----BEGIN CERTIFICATE-----\n"}}, "certificates.mode=existing"),
    ({"profile": {"namespace": "token-guard"}, "certificates": {"mode": "cert-manager"}}, "a namespace of the guard's own"),
    ({"runAsUser": 0}, "runAsUser"), ({"extraLabels": {"a": 1}}, "extraLabels")])
def test_a_wrong_value_is_refused_by_name(values, named):
    done = template("token-guard", values, check=False)
    assert done.returncode != 0 and named in done.stderr


def test_helm_test_is_the_doctor_of_the_manifests():
    pod, rights = sorted(hooks(template(values=IMAGE).stdout, "test"), key=lambda d: d["kind"] == "List")
    assert pod["metadata"]["name"] == rights["metadata"]["name"], "what helm test --logs looks for"
    by_kind = {(d["kind"], d["metadata"].get("namespace")): d for d in [pod, *rights["items"]]}
    wanted = documents(kustomize("doctor"))
    for (kind, namespace, _), document in wanted.items():
        made = by_kind.pop(("Pod" if kind == "Job" else kind, namespace or None))
        if kind == "Job":
            assert made["spec"] == document["spec"]["template"]["spec"]
        else:
            assert {**made, "metadata": {**made["metadata"], "annotations": None}} == {
                **document, "metadata": {**document["metadata"], "annotations": None}}
    assert by_kind == {}


def test_every_object_has_the_extra_labels_and_every_pod_too():
    namespace, values = SETS["locked-down"]
    for key, document in chart(namespace, values).items():
        assert document["metadata"]["labels"]["team"] == "platform", key
        spec = document.get("spec", {})
        for pod in [spec.get("template"), spec.get("jobTemplate", {}).get("spec", {}).get("template")]:
            assert pod is None or (pod["metadata"]["labels"]["team"] == "platform"
                                   and pod["spec"]["imagePullSecrets"] == [{"name": "registry"}]), key


def strings_of(node, key=""):
    """The values that Kubernetes wants as strings, by their keys."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from strings_of(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from strings_of(child, key)
    elif key in ("name", "namespace", "resourceNames", "kubernetes.io/metadata.name"):
        yield key, node


@pytest.mark.parametrize("namespace, values", [
    ("123", {"profile": {"namespace": "456", "secret": "789", "consumers": [{"deployment": "1"}]},
             "failurePolicy": "Ignore", "certificates": {"mode": "cert-manager"},
             "networkPolicy": {"enabled": True, "apiServer": ["10.0.0.0/28"], "monitoringNamespace": "12"}}),
    ("true", {"profile": {"namespace": "true", "copies": [{"namespace": "no", "secret": "1"}]}})])
def test_a_name_that_looks_like_a_number_stays_a_name(namespace, values):
    for document in filter(None, yaml.safe_load_all(template(namespace, values).stdout)):
        for key, value in strings_of(document):
            assert isinstance(value, str), (document["kind"], key, value)


def job(values):
    """The name of the Job that makes the certificate."""
    done = template(values={"certificates": values})
    (made,) = [d for d in yaml.safe_load_all(done.stdout) if d and d["kind"] == "Job"]
    return made["metadata"]["name"]


def test_another_ca_makes_another_job():
    pem = "-----BEGIN CERTIFICATE-----\n"
    assert job({"mode": "existing", "ca": pem + "A"}) != job({"mode": "existing", "ca": pem + "B"})


def test_a_single_pod_has_no_disruption_budget():
    budget = ("PodDisruptionBudget", "token-guard", "token-webhook")
    assert budget in chart() and budget not in chart(values={"webhook": {"replicas": 1}})


def test_helm_keeps_the_pair_that_another_mode_takes_over():
    pair = ("Secret", "token-guard", "token-webhook-tls")
    assert chart()[pair]["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
    assert pair not in chart(values={"certificates": {"mode": "existing"}})


def test_no_right_stays_after_a_failed_helm_test():
    for document in hooks(template().stdout, "test"):
        if document["kind"] != "Pod":
            assert "hook-failed" in document["metadata"]["annotations"]["helm.sh/hook-delete-policy"]


def test_no_manifest_sets_what_is_filled_in_later():
    for namespace, values in SETS.values():
        for key, document in chart(namespace, values).items():
            assert key[0] != "Secret" or not {"data", "stringData"} & set(document), key
            for hook in document.get("webhooks", []):
                assert not {"caBundle", "url"} & set(hook["clientConfig"]) and "path" not in hook["clientConfig"].get("service", {})


