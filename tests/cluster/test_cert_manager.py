"""The mode cert-manager with cert-manager's own controllers and injector: it issues the certificate of the chart's manifests, fills the
caBundle, and renews leaf and CA under a stream of edits, none of which fails."""
import datetime
import json
import os
import ssl
import subprocess

import pytest
import yaml

from cluster import HERE, wait_for
from control_plane import ControlPlane
from lanes import FULL
from mounted import SERVICES, Mounted
from neighbours import built
from rendering import template
from story import GUARD, Edits, as_list, create_namespace, fresh, manifest
from test_certificates import bundle, certs, refuses, secret

pytestmark = pytest.mark.skipif(not FULL, reason="builds cert-manager")


def definitions():
    """The kinds that its Go module ships, as its chart's templates."""
    go = subprocess.run(["bash", HERE / "go.sh"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    folder = subprocess.run([go, "list", "-m", "-f", "{{.Dir}}", "github.com/cert-manager/cert-manager"], cwd=HERE / "cert_manager",
                            stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    return "\n---\n".join("\n".join(line for line in open(f"{folder}/deploy/crds/crd-{kind}.yaml").read().splitlines() if "{{" not in line)
                          for kind in ("certificaterequests", "certificates", "challenges", "clusterissuers", "issuers", "orders"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the Service's port 443 needs root")
    folder = tmp_path_factory.mktemp("cert-manager")
    with ControlPlane(folder, flags=["--service-cluster-ip-range", SERVICES]) as made:
        made.mounted = Mounted(made, tmp_path_factory.mktemp("pods"), lag=20)
        create_namespace(made, "keptn")
        create_namespace(made, GUARD)
        made.kubectl("create", "-f", "-", input=manifest(fresh()))
        made.kubectl("apply", "--server-side", "-f", "-", input=definitions())
        made.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
        with open(made.logs / "cert-manager.log", "w") as log:
            process = subprocess.Popen([built("build_go.sh", "cert_manager"), made.kubeconfig], stdout=log, stderr=log)
        try:
            yield made
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def edits(cluster):
    with Edits(cluster) as stream:
        yield stream
    assert stream.count > 3 and stream.failed == []


def renew(cluster, name):
    """As `cmctl renew` does."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    conditions = cluster.get("certificate", name, "-n", GUARD)["status"]["conditions"]
    conditions = [c for c in conditions if c["type"] != "Issuing"] + [{
        "type": "Issuing", "status": "True", "reason": "ManuallyTriggered", "message": "by hand", "lastTransitionTime": now}]
    cluster.kubectl("patch", "certificate", name, "-n", GUARD, "--subresource=status", "--type=merge", "-p",
                    json.dumps({"status": {"conditions": conditions}}))


def served(cluster):
    """What the pods serve."""
    return {ssl.get_server_certificate((address, 8443)) for address in cluster.mounted.pods}


def wait_until_served(cluster, edits):
    leaf = secret(cluster)["tls.crt"].split("-----END")[0]
    wait_for("each pod to serve the certificate", lambda: all(c.split("-----END")[0] == leaf for c in served(cluster)), 90)
    count = edits.count
    wait_for("edits by it", lambda: edits.count > count + 8)


def test_cert_manager_issues_and_its_injector_fills_the_bundle(cluster, edits):
    rendered = yaml.safe_load_all(template(values={"certificates": {"mode": "cert-manager"}}).stdout)
    cluster.kubectl("apply", "-f", "-", input=as_list(
        [d for d in rendered if d and "helm.sh/hook" not in d["metadata"].get("annotations", {})]))
    cluster.mounted.serve_service()
    code, output = certs(cluster, "--mode=cert-manager")
    assert code == 0, output
    wait_for("the guard to refuse", lambda: refuses(cluster))
    for name in ("validate", "delete", "mutate"):
        assert bundle(cluster, name) == secret(cluster)["ca.crt"]


@pytest.mark.parametrize("certificate", ["token-webhook", "token-webhook-ca", "token-webhook"])
def test_a_renewal_fails_no_edit(cluster, edits, certificate):
    """The CA keeps its key, so that pods which still serve the earlier leaf are trusted. The caBundle follows with the next leaf."""
    name = {"token-webhook": "token-webhook-tls"}.get(certificate, certificate)
    before = secret(cluster, name)["tls.crt"]
    renew(cluster, certificate)
    wait_for("the renewal", lambda: secret(cluster, name)["tls.crt"] != before, 60)
    wait_until_served(cluster, edits)
    code, output = certs(cluster, "--mode=cert-manager")
    assert code == 0, output
    assert refuses(cluster) and bundle(cluster, "mutate") == bundle(cluster) == secret(cluster)["ca.crt"]
