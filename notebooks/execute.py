"""Executes notebooks and keeps what they gave, pictures as files beside them; ends with 1 if a cell failed."""

import argparse
import base64
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def execute(source: Path, out: Path) -> bool:
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(notebook, timeout=900, startup_timeout=300, resources={"metadata": {"path": source.parent}})
    try:
        client.execute()
        failure = None
    except CellExecutionError as e:
        failure = e
    nbformat.write(notebook, out / source.name)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = save_pictures(cells, out, source.stem)
    run = sum(cell.execution_count is not None for cell in cells)
    print(f"{source.name}: {run} of {len(cells)} cells, {pictures} pictures" + (", FAILED" if failure else ""))
    if failure:
        print(failure, file=sys.stderr)
    return failure is None and run == len(cells)


def save_pictures(cells: list, out: Path, name: str) -> int:
    count = 0
    for cell in cells:
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                count += 1
                (out / f"{name}-{count}.png").write_bytes(base64.b64decode(output["data"]["image/png"]))
    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("notebooks", type=Path, nargs="+")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    results = [execute(notebook, arguments.out) for notebook in arguments.notebooks]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
