"""Whether two executions of a notebook say the same.

Counts, times, versions of the kernel, and what programs write to stderr on their way play no part. Numbers may differ in their last
digits, a picture made on the spot by its bytes (not by what it shows), and a cell with the tag "volatile", which shows times of this
machine, by all its numbers.
"""

from __future__ import annotations

import base64
import json
import math
import re

#: The tag of a cell whose numbers are this machine's.
VOLATILE = "volatile"
#: Relative difference up to which two numbers are the same.
TOLERANCE = 1e-6
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
#: What a PNG of the library's calls the text chunk with the hash of the picture's data (lib/report/png-text.ts).
PICTURE = b"fleetlab-picture\0"
#: Length of the signature in front of a PNG's chunks.
SIGNATURE = 8


def same_notebook(before, after) -> bool:
    """Whether cells and outputs of two notebooks are the same."""
    return len(before.cells) == len(after.cells) and all(map(same_cell, before.cells, after.cells))


def same_cell(before, after) -> bool:
    if (before.cell_type, before.source, before.metadata.get("tags")) != (
        after.cell_type,
        after.source,
        after.metadata.get("tags"),
    ):
        return False
    outputs = [lasting_outputs(cell) for cell in (before, after)]
    volatile = VOLATILE in after.metadata.get("tags", [])
    return len(outputs[0]) == len(outputs[1]) and all(
        same_output(one, other, volatile) for one, other in zip(*outputs)
    )


def lasting_outputs(cell) -> list:
    """Outputs but for what was written to stderr: progress and warnings."""
    return [output for output in cell.get("outputs", []) if output.get("name") != "stderr"]


def same_output(before, after, volatile: bool) -> bool:
    contents = [content(output) for output in (before, after)]
    return contents[0].keys() == contents[1].keys() and all(
        same_content(mime, contents[0][mime], contents[1][mime], volatile) for mime in contents[0]
    )


def content(output) -> dict:
    """What an output shows, by its kind."""
    if output.output_type == "stream":
        return {output.name: output.text}
    return {"type": output.output_type, **output.get("data", {})}


def same_content(mime: str, before, after, volatile: bool) -> bool:
    if before == after:
        return True
    if mime == "image/png":
        label = picture_label(before)
        return label is not None and label == picture_label(after)
    texts = [one if isinstance(one, str) else json.dumps(one, sort_keys=True) for one in (before, after)]
    return same_text(*texts, volatile)


def same_text(before: str, after: str, volatile: bool) -> bool:
    """Whether words are the same and numbers close, or, where volatile, anything."""
    if NUMBER.sub("#", before) != NUMBER.sub("#", after):
        return False
    return volatile or all(map(close, NUMBER.findall(before), NUMBER.findall(after)))


def close(before: str, after: str) -> bool:
    one, other = (float(text.replace(",", "").replace("−", "-")) for text in (before, after))
    return math.isclose(one, other, rel_tol=TOLERANCE)


def picture_label(encoded: str) -> bytes | None:
    """The hash in a PNG of the data that it shows; None where it has none."""
    data = base64.b64decode(encoded)
    start = SIGNATURE
    while start + 8 <= len(data):
        length = int.from_bytes(data[start : start + 4], "big")
        kind, body = data[start + 4 : start + 8], data[start + 8 : start + 8 + length]
        if kind == b"tEXt" and body.startswith(PICTURE):
            return body
        start += 12 + length
    return None
