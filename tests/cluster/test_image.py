"""What is in the image: the programs, what they load, the licences, and nothing else. Run without a container, by chroot."""
import gzip
import json
import os
import subprocess
import tarfile

import pytest

from cluster import ROOT, images

LICENCES = {"/licenses/LICENSE", "/licenses/NOTICE"}
PROGRAMS = ["/usr/local/bin/token-rotator", "/usr/local/bin/token-webhook"]
LOADER = "/lib64/ld-linux-x86-64.so.2"


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The image unpacked, its configuration, and the paths of its layers."""
    if os.geteuid() != 0:
        pytest.skip("chroot needs root")
    folder = tmp_path_factory.mktemp("image")
    with tarfile.open(images() / "token-guard.tar") as archive:
        archive.extractall(folder)
    manifest = json.loads((folder / "manifest.json").read_text())[0]
    layers = [folder / layer for layer in manifest["Layers"]]
    for layer in layers:
        with tarfile.open(layer) as tree:
            tree.extractall(folder / "tree")
    return folder / "tree", json.loads((folder / manifest["Config"]).read_text())["config"], layers


def within(tree, *command, uid=65532):
    done = subprocess.run(["/usr/sbin/chroot", f"--userspec={uid}:{uid}", tree, *command], text=True, capture_output=True, check=True)
    return done.stdout


def test_the_image_holds_what_the_programs_load_and_nothing_else(image):
    tree, _, _ = image
    loaded = {LOADER}
    for program in PROGRAMS:  # The loader lists what it loads.
        for line in within(tree, LOADER, "--list", program).splitlines():
            loaded |= {word for word in line.split() if word.startswith("/")}
    files = {"/" + str(p.relative_to(tree)) for p in tree.rglob("*") if not p.is_dir()}
    assert files == loaded | set(PROGRAMS) | LICENCES


def test_the_programs_run_as_any_user(image):
    tree, config, _ = image
    assert config["User"] == "65532:65532" and config["Env"] == ["PATH=/usr/local/bin"]
    for uid in (65532, 1000680000):
        assert len(within(tree, "/usr/local/bin/token-webhook", "generate", uid=uid)) > 20
        assert "token-rotator" in within(tree, "/usr/local/bin/token-rotator", "--help", uid=uid)


def test_the_image_is_small_and_labelled(image, say):
    _, config, layers = image
    compressed = sum(len(gzip.compress(layer.read_bytes(), 6)) for layer in layers)
    say(f"image: {compressed / 2**20:.1f} MiB compressed")
    assert compressed <= 25_000_000
    labels = {name.rsplit(".", 1)[1]: value for name, value in config["Labels"].items() if name.startswith("org.opencontainers.image.")}
    assert labels == {"title": "token-guard", "description": "Guards Keptn's API token: an admission webhook and a rotation",
                      "licenses": "Apache-2.0", "version": "dev", "revision": "unknown"}


def test_the_bill_of_materials_names_a_package_for_each_file(image):
    tree, _, _ = image
    bill = json.loads((images() / "token-guard.spdx.json").read_text())
    assert bill["spdxVersion"] == "SPDX-2.3"
    named = {f["fileName"] for f in bill["files"]}
    assert named == {"/" + str(p.relative_to(tree)) for p in tree.rglob("*") if not p.is_dir()}
    contained = [r["relatedSpdxElement"] for r in bill["relationships"] if r["relationshipType"] == "CONTAINS"]
    assert sorted(contained) == sorted(f["SPDXID"] for f in bill["files"])
    packages = {p["name"]: p for p in bill["packages"]}
    assert {"token-guard", "libc6", "libpistache0", "libcurl4"} <= set(packages)
    assert all(p["versionInfo"] and p["externalRefs"] for name, p in packages.items() if name != "token-guard")


@pytest.mark.skipif(not os.environ.get("TOKEN_GUARD_FULL"), reason="compiles everything twice")
def test_two_builds_of_one_commit_have_one_digest(tmp_path):
    digests = set()
    for number in (1, 2):
        subprocess.run(["buildah", "bud", "--no-cache", "--pull-never", "--timestamp", "0", "-t", f"localhost/token-guard:twice-{number}",
                        "-f", "Dockerfile", "."], cwd=ROOT, check=True, capture_output=True,
                       env={**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"})
        subprocess.run(["buildah", "push", "-q", "--digestfile", tmp_path / "digest", f"localhost/token-guard:twice-{number}",
                        f"oci:{tmp_path}/{number}:token-guard"], check=True, env={**os.environ, "STORAGE_DRIVER": "vfs"})
        digests.add((tmp_path / "digest").read_text())
    assert len(digests) == 1
