"""One control plane and one node a run: each test leaves them as it found them."""
import concurrent.futures
import os
import pathlib

import pytest

import story
from control_plane import ControlPlane
from lanes import FULL, Lane
from node import Node


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory):
    with ControlPlane(tmp_path_factory.mktemp("control-plane")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def webhook(control_plane, tmp_path_factory):
    """token-webhook on this machine, registered by address; namespace keptn is there."""
    with story.HostWebhook(control_plane, pathlib.Path(tmp_path_factory.mktemp("webhook"))) as running:
        yield running


@pytest.fixture
def absent(control_plane, webhook):
    """The guarded Secret is not there."""
    control_plane.kubectl("delete", "secret", *story.GUARDED, "--ignore-not-found")
    return control_plane


@pytest.fixture
def present(absent):
    """It is, with a new token."""
    absent.kubectl("create", "-f", "-", input=story.manifest(story.fresh()))
    return absent


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the node ring needs root")
    with Node(tmp_path_factory.mktemp("node")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def lanes(control_plane):
    """Six rotations side by side, twelve in a full run: a case waits more than it works."""
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda number: Lane(control_plane, f"lane-{number}"), range(1, 13 if FULL else 7)))
    yield made
    for lane in made:
        lane.close()


@pytest.fixture
def lane(lanes):
    return lanes[0]


@pytest.fixture
def say(capsys):
    """Prints past pytest: the counts belong into every run's output."""
    def print_it(text):
        with capsys.disabled():
            print(f"\n  {text}", end=" ", flush=True)
    return print_it
