"""A running token-webhook for each test that asks for one."""
import pytest

from audit_lines import check_log
from webhook_process import Webhook


@pytest.fixture
def webhook(tmp_path):
    running = Webhook(tmp_path)
    yield running
    end(running)


@pytest.fixture
def start(tmp_path):
    """Webhook() with arguments."""
    running = []

    def begin(*arguments, **options):
        running.append(Webhook(tmp_path, *arguments, **options))
        return running[-1]
    yield begin
    for webhook in running:
        end(webhook)


def end(webhook):
    """Stops the process, if the test has not; every audit line is as the schema has it, and their chain holds."""
    if webhook.process.poll() is None:
        assert webhook.stop() == 0
    entries = check_log(webhook.audit_path.read_text())
    assert not entries or entries[0]["type"] == "opening"
