"""A running token-webhook for each test that asks for one."""
import pytest

from webhook_process import Webhook


@pytest.fixture
def webhook(tmp_path):
    running = Webhook(tmp_path)
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0


@pytest.fixture
def start(tmp_path):
    """Webhook() with arguments."""
    running = []

    def begin(*arguments, **options):
        running.append(Webhook(tmp_path, *arguments, **options))
        return running[-1]
    yield begin
    for webhook in running:
        if webhook.process.poll() is None:
            assert webhook.stop() == 0
