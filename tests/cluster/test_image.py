"""What is in the image: the programs, what they load, the licences, and nothing else. Run without a container, by chroot; the one for
arm64 by an emulator."""
import gzip
import json
import os
import shutil
import subprocess
import tarfile

import pytest

from cluster import ROOT, images

LICENCES = {"/licenses/LICENSE", "/licenses/NOTICE"}
PROGRAMS = ["/usr/local/bin/token-rotator", "/usr/local/bin/token-webhook"]
LOADER = "/lib64/ld-linux-x86-64.so.2"


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("chroot needs root")
    return unpack(images() / "token-guard.tar", tmp_path_factory.mktemp("image"))


def unpack(path, folder):
    """The image unpacked, its configuration, and the paths of its layers."""
    with tarfile.open(path) as archive:
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


def files_of(tree):
    return {"/" + str(p.relative_to(tree)) for p in tree.rglob("*") if not p.is_dir()}


def loaded(tree, loader, *emulator):
    """The loader lists what it loads."""
    found = {loader}
    for program in PROGRAMS:
        for line in within(tree, *emulator, loader, "--list", program).splitlines():
            found |= {word for word in line.split() if word.startswith("/")}
    return found


def test_the_image_holds_what_the_programs_load_and_nothing_else(image):
    tree, _, _ = image
    assert files_of(tree) == loaded(tree, LOADER) | set(PROGRAMS) | LICENCES


def test_the_programs_run_as_any_user(image):
    tree, config, _ = image
    assert config["User"] == "65532:65532" and config["Env"] == ["PATH=/usr/local/bin"]
    for uid in (65532, 1000680000):
        assert len(within(tree, "/usr/local/bin/token-webhook", "generate", uid=uid)) > 20
        assert "token-rotator" in within(tree, "/usr/local/bin/token-rotator", "--help", uid=uid)


def compressed(layers):
    return sum(len(gzip.compress(layer.read_bytes(), 6)) for layer in layers)


def test_the_image_is_small_and_labelled(image, say):
    _, config, layers = image
    say(f"image: {compressed(layers) / 2**20:.1f} MiB compressed")
    assert compressed(layers) <= 25_000_000
    labels = {name.rsplit(".", 1)[1]: value for name, value in config["Labels"].items() if name.startswith("org.opencontainers.image.")}
    assert labels == {"title": "token-guard", "description": "Guards Keptn's API token: an admission webhook and a rotation",
                      "licenses": "Apache-2.0", "version": "dev", "revision": "unknown"}


def test_the_bill_of_materials_names_a_package_for_each_file(image):
    tree, _, _ = image
    bill = json.loads((images() / "token-guard.spdx.json").read_text())
    assert bill["spdxVersion"] == "SPDX-2.3"
    named = {f["fileName"] for f in bill["files"]}
    assert named == files_of(tree)
    contained = [r["relatedSpdxElement"] for r in bill["relationships"] if r["relationshipType"] == "CONTAINS"]
    assert sorted(contained) == sorted(f["SPDXID"] for f in bill["files"])
    packages = {p["name"]: p for p in bill["packages"]}
    assert {"token-guard", "libc6", "libpistache0", "libcurl4"} <= set(packages)
    assert all(p["versionInfo"] and p["externalRefs"] for name, p in packages.items() if name != "token-guard")


def buildah(*arguments):
    subprocess.run(["buildah", *map(str, arguments)], cwd=ROOT, check=True, capture_output=True,
                   env={**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"})


def verdicts(tree, *emulator):
    """What the program says of each manifest whose review is recorded in tests/golden: exit code and output."""
    found = {}
    for path in sorted((ROOT / "tests/golden/admission").glob("create-*/request.json")):
        done = subprocess.run(["/usr/sbin/chroot", tree, *emulator, "/usr/local/bin/token-webhook", "check", "-"], text=True, capture_output=True,
                              input=json.dumps(json.loads(path.read_text())["request"]["object"]), check=False)
        found[path.parent.name] = done.returncode, done.stdout
    return found


@pytest.mark.skipif(not os.environ.get("TOKEN_GUARD_FULL"), reason="compiles everything for arm64")
def test_the_image_for_arm64_starts_and_judges_alike(image, tmp_path, say):
    subprocess.run(["bash", ROOT / "scripts/packages.sh", "qemu-user-static"], check=True)
    buildah("bud", "--layers", "--pull-never", "--timestamp", "0", "--platform", "linux/arm64", "--build-arg",
            "BUILDPLATFORM=linux/amd64", "-t", "localhost/token-guard:arm64", ".")
    buildah("push", "-q", "localhost/token-guard:arm64", f"docker-archive:{tmp_path}/arm64.tar:localhost/token-guard:arm64")
    tree, config, layers = unpack(tmp_path / "arm64.tar", tmp_path)
    files, emulator, loader = files_of(tree), "/qemu-aarch64-static", "/lib/ld-linux-aarch64.so.1"
    shutil.copy(f"/usr/bin{emulator}", tree)
    assert files == loaded(tree, loader, emulator) | set(PROGRAMS) | LICENCES
    for program in PROGRAMS:
        assert within(tree, emulator, program, "--version") == within(image[0], program, "--version")
    assert len(within(tree, emulator, PROGRAMS[1], "generate")) > 20
    judged = verdicts(tree, emulator)
    assert len(judged) > 30 and judged == verdicts(image[0])
    say(f"image for arm64: {compressed(layers) / 2**20:.1f} MiB compressed")
    assert compressed(layers) <= 25_000_000 and config["User"] == "65532:65532"


@pytest.mark.skipif(not os.environ.get("TOKEN_GUARD_FULL"), reason="compiles everything twice")
def test_two_builds_of_one_commit_have_one_digest(tmp_path):
    digests = set()
    for number in (1, 2):
        buildah("bud", "--no-cache", "--pull-never", "--timestamp", "0", "-t", f"localhost/token-guard:twice-{number}", ".")
        buildah("push", "-q", "--digestfile", tmp_path / "digest", f"localhost/token-guard:twice-{number}",
                f"oci:{tmp_path}/{number}:token-guard")
        digests.add((tmp_path / "digest").read_text())
    assert len(digests) == 1
