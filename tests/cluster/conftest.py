"""One control plane and one node a run: each test leaves them as it found them."""
import os
import pathlib

import pytest

import story
from cluster import ControlPlane, Node


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory):
    with ControlPlane(tmp_path_factory.mktemp("control-plane")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def webhook(control_plane, tmp_path_factory):
    """token-webhook on this machine, registered by address; namespace keptn is there."""
    with story.HostWebhook(control_plane, pathlib.Path(tmp_path_factory.mktemp("webhook"))) as running:
        yield running


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the node ring needs root")
    with Node(tmp_path_factory.mktemp("node")) as cluster:
        yield cluster
