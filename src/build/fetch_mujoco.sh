#!/bin/sh
# Finds Python for fetch_mujoco.py, so that a machine without it gets one line instead of Maven's stack trace.
if ! command -v python3 >/dev/null 2>&1; then
  echo "fetch_mujoco: error: python3 is not on the PATH, and the build fetches MuJoCo with it: install it with pip, for example" \
    "with 'apt-get install python3 python3-pip'." >&2
  exit 3
fi
exec python3 "${0%.sh}.py" "$@"
