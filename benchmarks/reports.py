"""Documents a second and memory: one font configuration a process against a new one each time.

    python -m benchmarks.reports [--documents 12]

Each way runs in a process of its own over the same centre reports (80 indicators × 2 rounds, demo county), so that
peak memory is its own. Times are CPU seconds: other work on the machine doesn't count.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

WAYS = {
    "new": "a new font configuration for each document",
    "one": "one font configuration a process",
    "many": "one, and the collector held back (as the job does it)",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--way", choices=WAYS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(measured(options.way, options.documents)))
        return
    with tempfile.TemporaryDirectory(prefix="appraisal-benchmark-") as folder:
        environment = {**os.environ, "APPRAISAL_VAR": folder, "PLAIN_HTTP": "1", "DATABASE_URL": ""}
        for command in (["migrate", "-v0"], ["demo"]):
            run(["manage.py", *command], environment)
        found = {way: child(way, options.documents, environment) for way in WAYS}
    show(found)


def run(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, *arguments]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return answer.stdout


def child(way: str, documents: int, environment: dict[str, str]) -> dict[str, float]:
    arguments = ["-m", "benchmarks.reports", "--way", way, "--documents", str(documents)]
    found: dict[str, float] = json.loads(run(arguments, environment))
    return found


def measured(way: str, documents: int) -> dict[str, float]:
    """Render the documents one way; seconds, pages and peak memory in MB."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from pypdf import PdfReader

    from records import pdf

    pages = sources(documents)
    pdf.render_pdf(pages[0])
    with pdf.many() if way == "many" else nullcontext():
        start, count = time.process_time(), 0
        for source in pages:
            with fresh_fonts() if way == "new" else nullcontext():
                data = pdf.render_pdf(source)
            count += 1
        seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "documents": count,
        "seconds": seconds,
        "megabytes": peak,
        "pages": len(PdfReader(io.BytesIO(data)).pages),
    }


@contextmanager
def fresh_fonts() -> Iterator[None]:
    """Forget the font configuration of the process, so that the next document makes its own."""
    from records import pdf

    pdf._fonts.clear()
    yield


def sources(documents: int) -> list[str]:
    """The reports of the demo county's last full year as HTML, one centre after the other."""
    from appraisal.models import Publication
    from appraisal.reports.documents import Press, html

    press = Press(Publication.objects.filter(kind="year").latest("year", "version"), anchor="0-")
    results = press.results()
    made = [html("centre_report", press.centre_report(result)) for result in results[:documents]]
    return [made[number % len(made)] for number in range(documents)]


def show(found: dict[str, dict[str, float]]) -> None:
    base = found["new"]
    print(f"{int(base['documents'])} centre reports of about {int(base['pages'])} pages")
    for way, one in found.items():
        rate, ratio = one["documents"] / one["seconds"], base["seconds"] / one["seconds"]
        print(
            f"{WAYS[way]:<58} {rate:5.2f} a second  {rate * one['pages']:5.1f} pages a second  "
            f"{one['megabytes']:4.0f} MB  ratio {ratio:4.2f}"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
