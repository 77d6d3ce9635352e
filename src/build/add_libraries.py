"""Adds the packed libraries to the jar of our own classes: add_libraries.py LIBRARIES JAR.

Their 90 MB are copied as they stand and not compressed anew, which a changed class would wait for.
"""

import os
import shutil
import sys
import zipfile


def add(libraries, jar):
    whole = jar + ".part"
    shutil.copyfile(libraries, whole)
    with zipfile.ZipFile(whole, "a") as out, zipfile.ZipFile(jar) as own:
        there = set(out.namelist())
        for entry in own.infolist():
            if entry.filename not in there:
                out.writestr(entry, own.read(entry))
            elif not entry.is_dir():
                os.remove(whole)
                sys.exit(f"add_libraries: {entry.filename} is in a library and among our own files: leave one out")
    os.replace(whole, jar)


if __name__ == "__main__":
    add(*sys.argv[1:])
