#!/usr/bin/env python3
"""Fetches MuJoCo and the task models for the Maven build.

Library, headers and licences of MuJoCo come from its PyPI wheels, one for each platform, the models
from Gymnasium's. They are asked for by name, checked by SHA-256 and kept in a per-user cache, so
that only the first build on a machine needs the network. Needs Python 3.8 or newer with pip, and nothing else.
"""

import argparse
import collections
import ctypes
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import sys
import zipfile

import pypi
from pypi import BuildError, say, sha256

# A platform by JavaCPP's name: what uname calls its machines, what the wheels call it, and who
# compiles for it on a machine of another platform: command and Debian package.
Platform = collections.namedtuple("Platform", "name machines wheel_tag cross_compiler package")
PLATFORMS = {
    known.name: known
    for known in (
        Platform(
            "linux-x86_64",
            ("x86_64", "AMD64"),
            "manylinux_2_28_x86_64",
            "x86_64-linux-gnu-g++",
            "g++-x86-64-linux-gnu",
        ),
        Platform(
            "linux-arm64",
            ("aarch64", "arm64"),
            "manylinux_2_28_aarch64",
            "aarch64-linux-gnu-g++",
            "g++-aarch64-linux-gnu",
        ),
    )
}
ANY = "any platform"
# What is fetched: (package, version) -> platform -> (file name, SHA-256).
WHEELS = {
    ("mujoco", "3.14.0"): {
        "linux-x86_64": (
            "mujoco-3.14.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
            "922983dfdf88d29f4eb0f451a1d18867156d9fc97e3df6e63b9933cc0eba4d38",
        ),
        "linux-arm64": (
            "mujoco-3.14.0-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl",
            "068080a3c98f7514f1e17a2c414e40cd86f797679b182c21799584ea27300f9a",
        ),
    },
    ("gymnasium", "1.3.0"): {
        ANY: (
            "gymnasium-1.3.0-py3-none-any.whl",
            "6b8c159a8540dcbcb221722d7efda24d78ebbcbc3bd2ea1c2611aa2a34471fc2",
        ),
    },
}
MODELS = (
    "ant.xml",
    "half_cheetah.xml",
    "hopper.xml",
    "humanoid.xml",
    "humanoidstandup.xml",
    "inverted_double_pendulum.xml",
    "inverted_pendulum.xml",
    "pusher_v5.xml",
    "reacher.xml",
    "swimmer.xml",
    "walker2d.xml",
    "walker2d_v5.xml",
)
MODEL_RESOURCES = "resources/io/github/udrlpg/env/models/"
LICENSE_RESOURCES = "resources/META-INF/licenses/"
HOME_LICENSES = ("LICENSE", "LICENSES_THIRD_PARTY.md", "THIRD_PARTY_NOTICES")
STAMP = "fetched.json"
# One fixed wheel whatever Python runs pip: only the shared library and the headers are used.
PIP_OPTIONS = ["--only-binary=:all:", "--python-version", "3.11", "--implementation", "cp"]
PIP_OPTIONS += ["--abi", "cp311"]
# The exit code of a failure that a message explains. Maven lets it pass, which would print a stack
# trace after the message, and stops in the next phase because the stamp is missing.
EXPLAINED = 3


def this_platform():
    """Returns the name of the platform that the build runs on."""
    for known in PLATFORMS.values():
        if sys.platform == "linux" and platform.machine() in known.machines:
            return known.name
    raise BuildError(
        "MuJoCo is bundled for Linux on x86-64 and on 64-bit Arm only, and this is %s on %s: build "
        "on such a machine or in such a container." % (platform.system(), platform.machine())
    )


def check_platforms(names):
    """Checks that the binding can be compiled for each of the platforms on this machine."""
    here = this_platform()
    for name in names:
        if name not in PLATFORMS:
            raise BuildError(
                "There is no platform '%s': give -Dnative.platform one of %s."
                % (name, ", ".join(sorted(PLATFORMS)))
            )
    for name in names:
        check_compiler(PLATFORMS[name], name == here)


def check_compiler(target, native):
    if native and shutil.which("g++") is None:
        raise BuildError(
            "g++ is not on the PATH, and the MuJoCo binding is compiled with it: install it, for "
            "example with 'apt-get install g++'."
        )
    if not native and shutil.which(target.cross_compiler) is None:
        raise BuildError(
            "%s is not on the PATH, and the MuJoCo binding is compiled for %s with it: install it, "
            "for example with 'apt-get install %s'."
            % (target.cross_compiler, target.name, target.package)
        )


def wheel(package, version, target=ANY):
    """Returns the path of a verified wheel, from the cache or else fetched into it."""
    if target not in WHEELS.get((package, version), {}):
        known = ", ".join("%s %s" % entry for entry in sorted(WHEELS))
        raise BuildError(
            "No SHA-256 is known for %s %s, only for %s: add the wheel to WHEELS in %s."
            % (package, version, known, os.path.basename(__file__))
        )
    name, digest = WHEELS[package, version][target]
    options = PIP_OPTIONS + ([] if target == ANY else ["--platform", PLATFORMS[target].wheel_tag])
    return pypi.fetch(package, version, name, digest, options, alternatives(package))


def alternatives(package):
    if package == "mujoco":
        return ", or give an official MuJoCo release with -Dmujoco.home=DIR"
    return ""


class Output:
    """The directory of unpacked files; each file appears as a whole, and the stamp comes last."""

    def __init__(self, root, request):
        self.root = root
        self.request = request
        self.files = {}

    def is_complete(self):
        try:
            stamp = json.loads((self.root / STAMP).read_text())
            return stamp["request"] == self.request and all(
                sha256(self.root / name) == digest for name, digest in stamp["files"].items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def clear(self):
        for name in ("include", "lib", "resources"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".part")
        temporary.write_bytes(content)
        os.replace(temporary, path)
        self.files[name] = hashlib.sha256(content).hexdigest()

    def finish(self):
        stamp = {"request": self.request, "files": self.files}
        self.write(STAMP, json.dumps(stamp, indent=1, sort_keys=True).encode())


def unpack_mujoco(version, target, output):
    distribution = "mujoco-%s.dist-info/licenses/" % version
    library = "mujoco/libmujoco.so." + version
    with zipfile.ZipFile(wheel("mujoco", version, target)) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            if name == library:
                add_library(archive.read(name), version, target, output)
            elif name.startswith("mujoco/include/"):
                output.write(name[len("mujoco/"):], archive.read(name))
            elif name.startswith(distribution):
                output.write(
                    LICENSE_RESOURCES + "mujoco/" + name[len(distribution):], archive.read(name)
                )


def add_library(content, version, target, output):
    directory = "lib/%s/" % target
    output.write(directory + "libmujoco.so." + version, content)
    link = output.root / directory / "libmujoco.so"
    if link.is_symlink() or link.exists():
        link.unlink()
    link.symlink_to("libmujoco.so." + version)


def locate_home(home, version, out):
    """Returns (library, version) of an official release after checking that it fits."""
    if out.resolve() in [home.resolve(), *home.resolve().parents]:
        raise BuildError(
            "-Dmujoco.home=%s lies in %s, which the build empties: give a directory elsewhere."
            % (home, out)
        )
    header = home / "include" / "mujoco" / "mujoco.h"
    if not header.is_file():
        raise BuildError(
            "-Dmujoco.home=%s has no include/mujoco/mujoco.h: give the directory of an unpacked "
            "MuJoCo %s release." % (home, version)
        )
    libraries = sorted((home / "lib").glob("libmujoco.so*"))
    if not libraries:
        raise BuildError(
            "-Dmujoco.home=%s has no lib/libmujoco.so: give the directory of an unpacked MuJoCo "
            "%s release for Linux." % (home, version)
        )
    match = re.search(r"^#define mjVERSION_HEADER (\d+)", header.read_text(encoding="utf-8"), re.MULTILINE)
    headers = version_text(int(match.group(1))) if match else "an unknown version"
    try:
        found = version_text(ctypes.CDLL(str(libraries[-1].resolve())).mj_version())
    except (OSError, AttributeError) as error:
        raise BuildError("Cannot load %s: %s" % (libraries[-1], error))
    if found != headers:
        raise BuildError(
            "-Dmujoco.home=%s mixes headers of %s with a library of %s: unpack one release into "
            "an empty directory." % (home, headers, found)
        )
    if found.split(".")[:2] != version.split(".")[:2]:
        raise BuildError(
            "-Dmujoco.home=%s is MuJoCo %s, and the binding needs %s.x: give such a release."
            % (home, found, ".".join(version.split(".")[:2]))
        )
    return libraries[-1], found


def version_text(number):
    """Returns '3.14.0' for 3014000."""
    return "%d.%d.%d" % (number // 1000000, number // 1000 % 1000, number % 1000)


def check_home_platforms(home, names):
    here = this_platform()
    if names != [here]:
        raise BuildError(
            "-Dmujoco.home=%s is a release for one platform, taken for that of this machine, %s: "
            "leave it away where the build is for %s." % (home, here, " and ".join(names))
        )


def unpack_home(home, version, target, output):
    library, found = locate_home(home, version, output.root)
    if found != version:
        say(
            "warning: -Dmujoco.home is MuJoCo %s, the tests were made with %s: results may "
            "differ." % (found, version)
        )
    # The pinned name: the binding asks for it, and the dynamic linker goes by the soname anyway.
    add_library(library.read_bytes(), version, target, output)
    for path in sorted((home / "include").rglob("*")):
        if path.is_file():
            output.write("include/" + path.relative_to(home / "include").as_posix(), path.read_bytes())
    for name in HOME_LICENSES:
        if (home / name).is_file():
            output.write(LICENSE_RESOURCES + "mujoco/" + name, (home / name).read_bytes())


def unpack_models(version, output):
    with zipfile.ZipFile(wheel("gymnasium", version)) as archive:
        for name in MODELS:
            content = archive.read("gymnasium/envs/mujoco/assets/" + name)
            output.write(MODEL_RESOURCES + name, content)
        license_text = archive.read("gymnasium-%s.dist-info/licenses/LICENSE" % version)
        output.write(LICENSE_RESOURCES + "gymnasium/LICENSE", license_text)


def home_request(home, version, out):
    """Returns what tells one state of an official release from another."""
    library, _ = locate_home(home, version, out)
    state = library.stat()
    return [str(home.resolve()), library.name, state.st_size, state.st_mtime_ns]


def fetch(arguments):
    platforms = arguments.platforms.split(",")
    check_platforms(platforms)
    home = pathlib.Path(arguments.mujoco_home) if arguments.mujoco_home else None
    if home:
        check_home_platforms(home, platforms)
    out = pathlib.Path(arguments.out)
    request = {
        "script": sha256(__file__) + sha256(pypi.__file__),
        "platforms": platforms,
        "mujoco": arguments.mujoco_version,
        "gymnasium": arguments.gymnasium_version,
        "home": home_request(home, arguments.mujoco_version, out) if home else None,
    }
    output = Output(out, request)
    if output.is_complete():
        return
    output.clear()
    if home:
        unpack_home(home, arguments.mujoco_version, platforms[0], output)
    else:
        for target in platforms:
            unpack_mujoco(arguments.mujoco_version, target, output)
    unpack_models(arguments.gymnasium_version, output)
    output.finish()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platforms", required=True, help="JavaCPP's names, between commas")
    parser.add_argument("--mujoco-version", required=True)
    parser.add_argument("--gymnasium-version", required=True)
    parser.add_argument("--mujoco-home", default="", help="an official MuJoCo release")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    try:
        fetch(arguments)
        return 0
    except BuildError as error:
        say("error: %s" % error)
    except OSError as error:
        say("error: cannot read or write a file: %s" % error)
    try:
        os.unlink(os.path.join(arguments.out, STAMP))
    except OSError:
        pass  # It was not there, or the failure that was just reported is the reason.
    return EXPLAINED


if __name__ == "__main__":
    sys.exit(main())
