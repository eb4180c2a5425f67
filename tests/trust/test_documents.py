"""A hostile document: nothing is fetched, nothing is run, no entity grows, and one that breaks its reader costs itself.

Documents point at a server of this test's own; that it hears nothing shows that no library behind the readers asks.
"""

from __future__ import annotations

import ast
import json
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from dutygraph.loaders import workers
from dutygraph.loaders.job import File, Job

WATCHED = """
import sys, json
from dutygraph.loaders.job import File, Job, run
from pathlib import Path
run(Job(File(Path(sys.argv[1]), "warm.txt")))
events = []
def watch(event, arguments):
    # import and exec happen when a library is loaded; what matters is what reaches out
    if event.startswith(("socket", "subprocess", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn",
                         "urllib", "http", "ftplib", "smtplib", "webbrowser", "os.remove", "os.rename", "os.mkdir",
                         "shutil", "winreg")):
        events.append(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        events.append(f"writes {arguments[0]}")
    elif event == "open" and "secret" in str(arguments[0]):
        events.append(f"reads {arguments[0]}")
sys.addaudithook(watch)
readings = [run(Job(File(Path(each), Path(each).name))) for each in sys.argv[2:]]
said = [[notice.message for notice in reading.notices] + [str(group.records) for group in reading.facts]
        for reading in readings]
print(json.dumps({"events": events, "said": said}))
"""

SHEET = "岗位名称：{0}\n直接上级：总经理\n岗位职责：\n1、负责合同；\n2、编制报表。\n"
VBA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port that notes who comes."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear() -> None:
            while True:
                try:
                    client, peer = server.accept()
                except OSError:
                    return
                heard.append(str(peer))
                client.close()

        threading.Thread(target=hear, daemon=True).start()
        yield server.getsockname()[1], heard
        server.close()


def added(path: Path, parts: dict[str, str | bytes], changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """A package with more parts, and texts replaced in those it has."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for name, (old, new) in (changes or {}).items():
        assert old.encode() in held[name], (name, old)
        held[name] = held[name].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**held, **parts}.items():
            archive.writestr(name, content)
    return path


def word_file(path: Path, url: str, entity: str = "") -> Path:
    """A template, a picture, a linked object from outside, and a macro; perhaps an entity."""
    document = docx.Document()
    for line in SHEET.format("经理").splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = "".join(
        f'<Relationship Id="x{number}" Type="{kind}/{name}" Target="{url}/{name}" TargetMode="External"/>'
        for number, name in enumerate(("attachedTemplate", "image", "oleObject", "frame", "subDocument", "hyperlink"))
    )
    return added(
        path,
        {"word/vbaProject.bin": VBA, "word/settings.xml.rels": outside},
        {
            "word/_rels/document.xml.rels": ("</Relationships>", outside + "</Relationships>"),
            "docProps/core.xml": ("?>", f"?>{entity}"),
        },
    )


def sheet_file(path: Path, url: str) -> Path:
    """A link to another workbook, web queries, formulas that ask outside or start a program, and a macro."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["岗位", "上级", "职责"], ["经理", "总经理", "负责合同"], ["主管", "经理", "编制报表"]):
        sheet.append(row)
    for cell, formula in (
        ("D2", f'=WEBSERVICE("{url}/w")'),
        ("D3", "=cmd|'/c calc'!A1"),
        ("D4", f"='[{url}/b.xlsx]S'!A1"),
    ):
        sheet[cell] = formula
    book.save(path)
    link = f'<externalLink><externalBook r:id="rId1"/></externalLink><!-- {url} -->'
    queries = f'<connections><connection><webPr url="{url}/c"/></connection></connections>'
    parts = {"xl/externalLinks/externalLink1.xml": link, "xl/connections.xml": queries}
    return added(path, {**parts, "xl/vbaProject.bin": VBA})


def page_file(path: Path, url: str, secret: Path) -> Path:
    """Scripts, pictures, frames, style sheets, an include, a redirect, a file of this machine."""
    lines = "".join(f"<p>{line}</p>" for line in SHEET.format("经理").splitlines())
    path.write_text(
        f'<!DOCTYPE html SYSTEM "{url}/dtd"><html><head><base href="{url}/"><link rel=stylesheet href="{url}/s.css">'
        f'<meta http-equiv=refresh content="0;url={url}/r"><script src="{url}/j.js"></script></head><body>{lines}'
        f'<img src="{url}/i.png"><iframe src="{url}/f"></iframe><iframe src="{secret.as_uri()}"></iframe>'
        f'<object data="{url}/o"></object><xi:include href="{url}/x" xmlns:xi="http://www.w3.org/2001/XInclude"/>'
        f"<script>fetch('{url}/z')</script></body></html>",
        encoding="utf-8",
    )
    return path


def paper_file(path: Path, url: str) -> Path:
    """A PDF that wants to run JavaScript, start a program, and send a form when it is opened."""
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R/AA<</WC 5 0 R>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/AA<</O 6 0 R>>/Resources<<>>>>endobj\n"
        b"4 0 obj<</S/JavaScript/JS(app.launchURL\\('" + url.encode() + b"'\\))>>endobj\n"
        b"5 0 obj<</S/Launch/F(/bin/sh)>>endobj\n"
        b"6 0 obj<</S/SubmitForm/F(" + url.encode() + b"/form)>>endobj\n"
        b"trailer<</Root 1 0 R>>\n"
    )
    path.write_bytes(body)
    return path


def test_nothing_is_fetched_run_or_written(tmp_path: Path, listener: tuple[int, list[str]]) -> None:
    port, heard = listener
    url, secret = f"http://127.0.0.1:{port}", tmp_path / "secret.txt"
    secret.write_text("高度机密", encoding="utf-8")
    warm = tmp_path / "warm.txt"
    warm.write_text(SHEET.format("经理"), encoding="utf-8")
    markdown = tmp_path / "a.md"
    markdown.write_text(
        f"# 经理\n\n![x]({url}/i.png)\n\n<img src='{url}/h.png'>\n\n[x]: {url}/r\n\n1. 负责合同\n"
        f"2. ![]({secret.as_uri()})\n",
        encoding="utf-8",
    )
    files = [
        word_file(tmp_path / "a.docx", url),
        sheet_file(tmp_path / "a.xlsx", url),
        page_file(tmp_path / "a.html", url, secret),
        paper_file(tmp_path / "a.pdf", url),
        markdown,
        word_file(tmp_path / "b.docx", url, f'<!DOCTYPE w [<!ENTITY % e SYSTEM "{url}/dtd"> %e;]>'),
    ]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(warm), *map(str, files)],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["events"] == []
    assert heard == []
    assert "高度机密" not in json.dumps(told["said"], ensure_ascii=False)
    assert all("经理" in " ".join(said) for said in told["said"][:3]), "they were read"
    assert "declares XML entities" in " ".join(told["said"][-1])


def test_every_xml_parser_expands_and_fetches_nothing(root: Path) -> None:
    """All of them, so that a new reader cannot forget it."""
    seen = 0
    for path in sorted((root / "loaders").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                assert not [each for each in names if each.startswith(("xml.", "pyexpat"))], path
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("XMLParser", "iterparse", "XMLPullParser"):
                seen += 1
                given = {key.arg: ast.unparse(key.value) for key in node.keywords}
                assert given.get("resolve_entities") == "False" and given.get("no_network") == "True", path
            if node.func.attr in ("fromstring", "parse", "XML") and ast.unparse(node.func.value) == "etree":
                assert len(node.args) > 1 or any(key.arg == "parser" for key in node.keywords), path
    assert seen >= 2


def test_a_small_document_of_a_stranger_cannot_break_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes over HTTP is read apart, however small: one that ends its process costs itself."""
    (tmp_path / "broken_reader.py").write_text(
        "import os\nfrom dutygraph.loaders import job\nread = job.read_document\n"
        "job.read_document = lambda path, key: os._exit(7) if key == 'bad.txt' else read(path, key)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(workers, "PROGRAM", workers.PROGRAM.replace("; from", "; import broken_reader; from"))
    for name in ("bad.txt", "good.txt"):
        (tmp_path / name).write_text(SHEET.format("经理"), encoding="utf-8")
    jobs = [Job(File(tmp_path / name, name), edition="0") for name in ("bad.txt", "good.txt")]
    bad, good = workers.results(jobs, apart=True)
    assert bad.status and "exit code 7" in bad.message
    assert good.facts and not good.status
    monkeypatch.setattr(sys, "executable", "")
    assert all("no process could be started" in each.message for each in workers.results(jobs, apart=True))


def test_uploads_are_read_apart(root: Path) -> None:
    text = (root / "api" / "http" / "workspace.py").read_text(encoding="utf-8")
    loads = [node for node in ast.walk(ast.parse(text))
             if isinstance(node, ast.Call) and ast.unparse(node.func) == "load_paths"]  # fmt: skip
    assert loads and "apart=True" in text
