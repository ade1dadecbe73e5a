"""The last line of each way in which a rotation stops, as the unit tests print it, in one file for a reviewer."""
import pathlib
import subprocess
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cluster"))
from cluster import program  # noqa: E402

FILE = HERE / "rotation-messages.txt"


def printed():
    """Names and sentences, wrapped as at a terminal."""
    run = subprocess.run([program("token-rotator").parents[1] / "tests/rotation_test", "--gtest_filter=MessagesTest.*"],
                         capture_output=True, text=True, check=True)
    text = ""
    for block in run.stdout.split("=== ")[1:]:
        name, sentence = block.split("\n")[:2]
        text += f"=== {name}\n{textwrap.fill(sentence, 100, break_long_words=False, break_on_hyphens=False)}\n\n"
    return text


def test_the_file_of_messages_holds_each_ending_and_none_is_longer_than_a_terminal():
    """python3 tests/golden/test_rotation_messages.py makes it."""
    assert FILE.read_text() == printed()
    messages = printed().split("\n\n")[:-1]
    assert len(messages) >= 20
    for message in messages:
        lines = message.splitlines()[1:]
        assert len(lines) <= 12 and all(len(line) <= 100 for line in lines), message


if __name__ == "__main__":
    FILE.write_text(printed())
