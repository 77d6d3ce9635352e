"""What the build fetches from the Python package index: files by name, checked by SHA-256.

They are kept in a per-user cache, so that only the first build on a machine needs the network.
Needs Python 3.8 or newer with pip, and nothing else.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile


class BuildError(Exception):
    """A failure that the message explains, with the way out."""


def say(message):
    program = pathlib.Path(sys.argv[0]).stem
    print("%s: %s" % (program, message), file=sys.stderr, flush=True)


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def cache_directory():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return pathlib.Path(base) / "udrlpg-spark"


def fetch(package, version, name, digest, pip_options, way_out=""):
    """Returns the path of a verified file of a package, from the cache or else fetched into it."""
    cached = cache_directory() / name
    if cached.is_file():
        if sha256(cached) == digest:
            return cached
        say("%s is damaged (its SHA-256 differs), fetching it again." % cached)
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.TemporaryDirectory(prefix="fetching-", dir=cached.parent)
    except OSError as error:
        raise BuildError(
            "Cannot write the cache %s (%s): set XDG_CACHE_HOME to a directory that can be "
            "written." % (cached.parent, error.strerror)
        )
    with scratch as directory:
        say("fetching %s %s into %s" % (package, version, cached.parent))
        run_pip(package, version, directory, pip_options, way_out)
        fetched = pathlib.Path(directory) / name
        if not fetched.is_file():
            found = ", ".join(sorted(os.listdir(directory))) or "nothing"
            raise BuildError(
                "pip fetched %s for %s %s, expected %s: check the index that pip uses."
                % (found, package, version, name)
            )
        found = sha256(fetched)
        if found != digest:
            raise BuildError(
                "SHA-256 mismatch of %s: expected %s, found %s. The index that pip uses serves "
                "another file; nothing was kept." % (name, digest, found)
            )
        os.replace(fetched, cached)
    return cached


def run_pip(package, version, directory, options, way_out):
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run(pip + ["--version"], capture_output=True).returncode != 0:
        raise BuildError(
            "%s has no pip, which fetches %s %s: install it, for example with "
            "'apt-get install python3-pip'%s." % (sys.executable, package, version, way_out)
        )
    command = pip + ["download", "--quiet", "--no-deps", "--dest", directory] + options
    command.append("%s==%s" % (package, version))
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        lines = [line.strip() for line in result.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else "exit code %d" % result.returncode
        raise BuildError(
            "Cannot fetch %s %s with pip (%s): check the network and pip's index%s."
            % (package, version, reason, way_out)
        )
