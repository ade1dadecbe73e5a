"""What a node writes to outside of its folder, made its own: files, cgroups and kernel settings.

enter() runs as the first process of new mount, PID, network, IPC and UTS namespaces. The mounts end with the last process of
the namespaces; remove() deletes the cgroups afterwards.
"""
import ctypes
import json
import os
import pathlib
import secrets
import subprocess

CLONE_NEWCGROUP = 0x02000000

# Folders that kubelet, containerd and the CNI plug-ins write to by names of their own. Reads fall through to the machine's.
WRITTEN = ("/var/lib", "/var/log")

# Settings of the whole machine that kubelet changes. The node changes a copy.
SETTINGS = ("vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops", "kernel/keys/root_maxkeys",
            "kernel/keys/root_maxbytes")


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def enter(folder):
    own_files(folder)
    own_cgroups(folder)


def own_files(folder):
    private = folder / "private"
    private.mkdir(exist_ok=True)
    mount("-t", "tmpfs", "tmpfs", private)
    mount("-t", "tmpfs", "tmpfs", "/run")
    for place in WRITTEN:
        layer = private / place.replace("/", "-")
        for part in ("upper", "work"):
            (layer / part).mkdir(parents=True)
        mount("-t", "overlay", "-o", f"lowerdir={place},upperdir={layer / 'upper'},workdir={layer / 'work'}", "overlay", place)
    for setting in SETTINGS:
        original, copy = pathlib.Path("/proc/sys") / setting, private / setting.replace("/", ".")
        if original.exists():
            copy.write_text(original.read_text())
            mount("--bind", copy, original)


def hierarchies():
    """(mount point, type, options) of each cgroup hierarchy: one with version 2, several with version 1."""
    found = []
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        where, what = line.split(" - ")
        kind, _, options = what.split(" ", 2)
        if kind in ("cgroup", "cgroup2"):
            found.append((pathlib.Path(where.split()[4]), kind, options.removeprefix("rw,")))
    return found


def own_path(kind, options):
    """This process's place in a hierarchy of version 1, so that the node stays within its limits; the root of version 2, whose
    other groups cannot have both processes and children."""
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if kind == "cgroup" and controllers and set(controllers.split(",")) <= set(options.split(",")):
            return path.lstrip("/")
    return ""


def own_cgroups(folder):
    """Moves this process into a new cgroup of every hierarchy, and makes that the root of all that is seen from here."""
    made, name = [], f"token-guard-{secrets.token_hex(4)}"
    for point, kind, options in hierarchies():
        parent = point / own_path(kind, options)
        own = (parent if parent.is_dir() else point) / name
        own.mkdir()
        made.append(str(own))
        (folder / "cgroups.json").write_text(json.dumps(made))
        for setting in ("cpuset.cpus", "cpuset.mems"):  # Version 1: a new group has none, and takes no process.
            if kind == "cgroup" and (own / setting).exists():
                (own / setting).write_text((own.parent / setting).read_text())
        if kind == "cgroup2":
            for controller in (point / "cgroup.controllers").read_text().split():
                (point / "cgroup.subtree_control").write_text(f"+{controller}")
        (own / "cgroup.procs").write_text("0")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWCGROUP) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for point, kind, options in hierarchies():
        subprocess.run(["umount", "-l", point], check=True)
        mount("-t", kind, *(["-o", options] if kind == "cgroup" else []), kind, point)
        if kind == "cgroup2":  # A group with children that have controllers holds no process itself.
            (point / "node").mkdir()
            (point / "node" / "cgroup.procs").write_text("0")


def remove(folder):
    """Deletes the cgroups of a node whose processes have ended."""
    record = folder / "cgroups.json"
    for own in json.loads(record.read_text()) if record.exists() else []:
        for path, _, _ in os.walk(own, topdown=False):
            os.rmdir(path)
    record.unlink(missing_ok=True)
