"""Takes TensorFlow's shared libraries and C++ headers out of its wheel: extract-library.py WHEEL_FOLDER TARGET_FOLDER"""

import pathlib
import shutil
import sys
import zipfile

LIBRARIES = {
    "tensorflow/libtensorflow_cc.so.2": "libtensorflow.so",
    "tensorflow/libtensorflow_framework.so.2": "libtensorflow_framework.so",
}
HEADERS = "tensorflow/include/"
HEADER_FOLDERS = tuple(HEADERS + folder for folder in ("tensorflow/", "tsl/", "external/local_tsl/"))


def extract(wheel, target):
    libraries = target / "lib"
    libraries.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for member, linker_name in LIBRARIES.items():
            name = pathlib.PurePosixPath(member).name
            copy(archive, member, libraries / name)
            (libraries / linker_name).symlink_to(name)
        for member in archive.namelist():
            if member.startswith(HEADER_FOLDERS) and not member.endswith("/"):
                copy(archive, member, target / "include" / member[len(HEADERS) :])


def copy(archive, member, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, open(file, "wb") as destination:
        shutil.copyfileobj(source, destination, 1 << 20)


(wheel,) = pathlib.Path(sys.argv[1]).glob("*.whl")
extract(wheel, pathlib.Path(sys.argv[2]))
