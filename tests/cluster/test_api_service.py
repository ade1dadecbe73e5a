"""The tests' api-service answers as Keptn's does: what the other tests take for granted."""
import socket
import subprocess

import pytest

from cluster import wait_for
from control_plane import answers, api_service
from story import new_token

ADDRESS = "127.252.0.1"


@pytest.fixture(scope="module")
def token():
    token = new_token()
    process = subprocess.Popen([api_service(), f"{ADDRESS}:8080"], env={"SECRET_TOKEN": token})
    wait_for("api-service", lambda: answers(ADDRESS, 8080), 10, 0.01)
    yield token
    process.terminate()
    assert process.wait(10) == 0


def ask(client, header, line="POST /v1/auth"):
    """The status of one request from a client address of its own."""
    with socket.create_connection((ADDRESS, 8080), timeout=10, source_address=(f"127.252.1.{client}", 0)) as connection:
        connection.sendall(f"{line} HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Length: 0\r\n\r\n".encode("latin-1"))
        return int(connection.recv(4096).split()[1])


def test_health_needs_no_token(token):
    assert ask(1, "x-other: y", "GET /health") == 200


def test_the_right_token_is_accepted_as_often_as_it_comes(token):
    assert [ask(2, f"x-token: {token}") for _ in range(5)] == [200] * 5


def test_a_client_with_wrong_tokens_is_limited_after_two(token):
    assert [ask(3, f"x-token: {value}") for value in ("wrong", token[:-1], "wrong")] == [401, 401, 429]
    assert ask(4, f"x-token: {token}") == 200  # Another client has a limit of its own.


def test_a_success_clears_the_limit(token):
    assert [ask(5, f"x-token: {value}") for value in ("wrong", token, "wrong", "wrong", "wrong")] == [401, 200, 401, 401, 429]


@pytest.mark.parametrize("number, value", enumerate(("a\x01b", "a\x00b", "a\x7fb", "a\nb", "a\rb"), 10))
def test_a_header_value_that_http_forbids_is_a_bad_request(token, number, value):
    assert ask(number, f"x-token: {value}") == 400


def test_no_token_at_all_is_unauthorized(token):
    assert ask(20, "x-other: y") == 401
