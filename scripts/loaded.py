"""Prints the paths of the loader and of each library that programs load, as the loader finds them. The programs may be of another
architecture than the machine's: their files are read, nothing is run.

usage: loaded.py FOLDER PROGRAM...     FOLDER: where the architecture's libraries are, for example /lib/x86_64-linux-gnu
"""
import re
import subprocess
import sys


def dynamic(path):
    """The loader that a file names, or None, and the libraries that it needs."""
    text = subprocess.run(["readelf", "--wide", "--program-headers", "--dynamic", path], text=True, stdout=subprocess.PIPE, check=True).stdout
    loader = re.search(r"program interpreter: ([^\]]+)\]", text)
    return loader and loader.group(1), re.findall(r"\(NEEDED\).*\[(.+)\]", text)


def main(folder, programs):
    loader = dynamic(programs[0])[0]
    found, rest = {loader}, list(programs)
    while rest:
        for name in dynamic(rest.pop())[1]:
            path = f"{folder}/{name}"
            if path not in found and not loader.endswith(f"/{name}"):
                found.add(path)
                rest.append(path)
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
