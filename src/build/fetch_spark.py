#!/usr/bin/env python3
"""Provides a whole Spark distribution for the tests on clusters.

Maven has the parts of Spark but neither its scripts nor, for 4.1.0, its side of YARN. Both are in
the source package of pyspark, whose deps/ is laid out like Spark's own distribution: fetched by
name, checked by SHA-256, kept in a per-user cache and unpacked into OUT, which can then be a
SPARK_HOME. That of 4.1 is of Scala 2.13, that of 3.5 of Scala 2.12.
"""

import argparse
import pathlib
import shutil
import sys
import tarfile

import pypi
from pypi import BuildError, say

# Version of Spark -> SHA-256 of the source package of pyspark.
PACKAGES = {
    "4.1.0": "09c714ada88dfac3e1213c066617c6f473c1e22fbe279855028f77e12434147d",
    "3.5.6": "f8b1c4360e41ab398c64904fae08740503bcb6bd389457d659fa6d9f2952cc48",
}
PARTS = ("bin", "sbin", "jars")
STAMP = "RELEASE"
OURS = "unpacked by fetch_spark: Spark"


def is_ours(out):
    stamp = out / STAMP
    return stamp.is_file() and stamp.read_text().startswith(OURS)


def provide(version, out):
    if (out / "bin" / "spark-submit").is_file() and not is_ours(out):
        return  # A distribution of the user's own, which stays as it is.
    if version not in PACKAGES:
        raise BuildError(
            "No SHA-256 is known for pyspark %s, only for %s: add it to PACKAGES in %s."
            % (version, ", ".join(sorted(PACKAGES)), pathlib.Path(__file__).name)
        )
    # Spark's distributions have this file too, and its scripts look for it.
    stamp = out / STAMP
    content = "%s %s, from %s\n" % (OURS, version, PACKAGES[version])
    if stamp.is_file() and stamp.read_text() == content:
        return
    shutil.rmtree(out, ignore_errors=True)
    name = "pyspark-%s.tar.gz" % version
    package = pypi.fetch(
        "pyspark", version, name, PACKAGES[version], ["--no-binary=:all:"],
        ", or give a distribution with -Dspark.home=DIR",
    )
    root = "pyspark-%s/deps/" % version
    with tarfile.open(package) as archive:
        for member in archive:
            if member.isfile() and member.name.startswith(tuple(root + part + "/" for part in PARTS)):
                target = out / member.name[len(root):]
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.extractfile(member) as source, open(target, "wb") as sink:
                    shutil.copyfileobj(source, sink)
                target.chmod(member.mode)
    stamp.write_text(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    try:
        provide(arguments.version, pathlib.Path(arguments.out))
        return 0
    except BuildError as error:
        say("error: %s" % error)
    except OSError as error:
        say("error: cannot read or write a file: %s" % error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
