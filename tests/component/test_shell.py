"""What the programs print about their flags: the reference page, the man page, and completion in the shells themselves."""
import pathlib
import shutil
import subprocess

import pytest
from webhook_process import program

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ["token-webhook", "token-rotator"]


def text(name, *arguments):
    return subprocess.run([program(name), *arguments], text=True, capture_output=True, check=True, timeout=30).stdout


def run(command, script, folder):
    return subprocess.run(command, input=script, text=True, capture_output=True, check=False, timeout=30, cwd=folder)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_reference_page_is_the_programs(name):
    """To renew it: build/dev/bin/NAME --help-markdown > docs/reference/NAME.md"""
    assert (ROOT / "docs/reference" / f"{name}.md").read_text() == text(name, "--help-markdown")


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_man_page_formats_without_a_warning(name, tmp_path):
    page = tmp_path / f"{name}.1"
    page.write_text(text(name, "--help-man"))
    done = run(["groff", "-man", "-ww", "-Tascii", "-P-bcu", str(page)], "", tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    assert "EXIT STATUS" in done.stdout


def bash(words, folder, name="token-webhook"):
    """The completions that bash offers at the end of these words: what readline would call, called."""
    script = f"""
    {text(name, "completion", "bash")}
    COMP_WORDS=({' '.join(repr(word) for word in [name, *words])})
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    "$(complete -p {name} | grep -o '_[a-z_]*')"
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = run(["bash", "--norc", "-u"], script, folder)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_flags_choices_and_paths(tmp_path):
    (tmp_path / "tls.crt").write_text("")
    assert bash(["ch"], tmp_path) == ["check"]
    assert "completion" in bash([""], tmp_path) and "--version" in bash(["--"], tmp_path)
    assert bash(["serve", "--client-"], tmp_path) == ["--client-ca", "--client-name"]
    assert bash(["serve", "--cert", "tl"], tmp_path) == ["tls.crt"]
    assert bash(["serve", "--listen", ""], tmp_path) == []
    assert bash(["serve", "--config", ""], tmp_path) == ["tls.crt"]
    assert bash(["check", "-o", ""], tmp_path) == ["text", "json"]
    assert bash(["check", "t"], tmp_path) == ["tls.crt"]
    assert bash(["completion", ""], tmp_path) == ["bash", "zsh", "fish"]
    assert bash(["rotate", "--strategy", "d"], tmp_path, "token-rotator") == ["delete-pods"]


def test_bash_completes_at_its_prompt(tmp_path):
    """The same through readline, as a person types it."""
    script = tmp_path / "completion"
    script.write_text(text("token-webhook", "completion", "bash"))
    (tmp_path / "tls.crt").write_text("")
    typed = f"PS1=; token-webhook() {{ printf 'got <%s>\\n' \"$@\"; }}; source {script}\n" \
            "token-webhook serv\t--cer\ttl\t\nexit\n"
    done = run(["script", "-qec", "bash --norc -i", "/dev/null"], typed, tmp_path)
    assert [line.strip() for line in done.stdout.splitlines() if line.startswith("got")] == [
        "got <serve>", "got <--cert>", "got <tls.crt>"], done.stdout


@pytest.mark.parametrize("name", PROGRAMS)
def test_zsh_registers_the_completion(name, tmp_path):
    if not shutil.which("zsh"):
        pytest.skip("no zsh")
    script = tmp_path / f"_{name}"
    script.write_text(text(name, "completion", "zsh"))
    done = run(["zsh", "-f"], f"zsh -n {script} && autoload -U compinit && compinit -u -d {tmp_path}/dump && "
               f"source {script} && print $_comps[{name}]\n", tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("_" + name.replace("-", "_"), "")


def test_fish_completes_commands_flags_choices_and_paths(tmp_path):
    if not shutil.which("fish"):
        pytest.skip("no fish")
    (tmp_path / "tls.crt").write_text("")
    (tmp_path / "completion").write_text(text("token-webhook", "completion", "fish"))

    def fish(line):
        done = run(["fish", "--no-config"], f"source completion; complete -C '{line}'\n", tmp_path)
        assert done.stderr == ""
        return [offered.split("\t")[0] for offered in done.stdout.splitlines()]

    assert fish("token-webhook ch") == ["check"]
    assert fish("token-webhook serve --client-") == ["--client-ca", "--client-name"]
    assert fish("token-webhook serve --cert tl") == ["tls.crt"]
    assert fish("token-webhook check -o ") == ["json", "text"]
    assert fish("token-webhook check tl") == ["tls.crt"]
    assert fish("token-webhook completion ") == ["bash", "fish", "zsh"]
