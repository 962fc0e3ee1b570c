"""Files and folders that are whole or not there: made beside their place under another name, and renamed once they are finished."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from cdmon.refusal import Refusal


@contextmanager
def whole_folder(output: Path) -> Iterator[Path]:
    """Give an empty folder to fill that becomes `output` at the end, or a .zip file of that name with what is in it.

    Nothing is left where it is not filled to the end. Refusal for a folder that is there and not empty, and where nothing can be written.
    """
    try:
        if output.is_dir() and (is_zip(output) or any(output.iterdir())):
            raise Refusal(f"The folder {output} is there already and is not empty. Name another, or empty it first.")
        if output.is_file() and not is_zip(output):
            raise Refusal(f"{output} is a file. Name a folder, or a file that ends in .zip.")
        output.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=output.parent, prefix=f".{output.stem}-") as scratch:
            made = Path(scratch) / output.stem
            made.mkdir()
            yield made
            if is_zip(output):
                packed(made, Path(scratch) / output.name).replace(output)
                return
            if output.is_dir():
                output.rmdir()  # it is empty; not every system renames over it
            made.rename(output)
    except OSError as error:
        raise Refusal(f"Nothing was written: {error}") from error


def is_zip(output: Path) -> bool:
    """Tell whether a name is that of a .zip file."""
    return output.suffix.lower() == ".zip"


def packed(folder: Path, file: Path) -> Path:
    """Return a .zip file with all that is in a folder, under its paths there."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    return file
