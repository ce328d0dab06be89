#!/usr/bin/env python3
"""Writes inputs for the fuzz targets to start from: fuzz/seeds.py FOLDER, which gets a folder for each target.

They are the stories of `corpus/`, the aligned text of `tests/data` and the packs' examples, behind the bytes by which a body
chooses what it reads; and pieces of documents that no file of the repository has."""
import os
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = pathlib.Path(sys.argv[1])
WORD = b'<w:document><w:body><w:p><w:r><w:t>7 Tage, </w:t></w:r><w:r><w:t>1.4 Mrd. Euro</w:t></w:r></w:p></w:body></w:document>'
RELS = b'<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
ODT = b'<office:document-content><text:p>7 days<text:s text:c="3"/>1.4 bn</text:p></office:document-content>'
OPF = (b'<package><manifest><item id="a" href="a" media-type="application/xhtml+xml"/></manifest>'
       b'<spine><itemref idref="a"/></spine></package>')
CONTAINER = b'<container><rootfiles><rootfile full-path="o/p"/></rootfiles></container>'
VTT = b'WEBVTT\n\n00:01.000 --> 00:03.000\n<v A>7 days, <i>1.4</i> bn\n'
SRT = b'1\n00:00:01,000 --> 00:00:03,000\n{\\an8}7 days, <i>1.4</i> bn\n\n2\n00:00:04,000 --> 00:00:05,000\nfive\n'
HTML = b'<!doctype html><body><p>1&nbsp;000 <ruby>\xe4\xba\x94<rt>go</rt></ruby><!-- x --><td>7<td>8</table><script>9</script>'
MARKDOWN = b'# 7 days\n\n- **1.4** bn [12](x)\n\n| a | 3 |\n|---|---|\n| `5` | ![6](y) |\n\n```\n8\n```\n'


def put(target: str, data: bytes) -> None:
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{len(os.listdir(folder)):05}").write_bytes(data)


def main() -> None:
    dice = random.Random(1)
    stories: dict[pathlib.Path, list[bytes]] = {}
    for p in sorted((ROOT / "corpus").rglob("*")):
        if p.suffix in (".txt", ".md", ".html", ".srt") and p.is_file():
            stories.setdefault(p.parent, []).append(p.read_bytes())
    texts = [t for s in stories.values() for t in s]
    # The names of `bodies::reading` by language, and a byte that declares no encoding.
    for n, t in enumerate(texts):
        for cut in (t[:300], t[:1500]):
            put("cleaning", bytes([n % 4]) + cut)
            put("reading", bytes([n % 12, 9 + n % 9]) + cut)
    for markup, t in enumerate([MARKDOWN, HTML, VTT, SRT], start=1):
        put("cleaning", bytes([min(markup, 3)]) + t)
    for name, t in ((2, MARKDOWN), (4, HTML), (6, SRT), (7, VTT)):
        put("reading", bytes([name, 9]) + t)
    for encoding, codec in enumerate("utf-8 utf-16le utf-16be shift_jis gb18030 big5 euc-jp cp1252 iso-2022-jp".split()):
        for name, t in ((1, "7 Tage, 1,4 Mrd. €"), (3, "約20万人、7日間"), (5, "1.4亿元，7天")):
            put("reading", bytes([name, encoding]) + t.encode(codec, "ignore"))
    for first, t in enumerate([WORD, RELS, ODT, OPF, CONTAINER]):
        put("packed", bytes([first]) + t)
    for name in sorted((ROOT / "tests/data").rglob("*")):
        first = {".tsv": 0, ".csv": 1, ".tmx": 2, ".xlf": 3, ".xliff": 3, ".po": 5}.get(name.suffix)
        if first is not None:
            put("aligned", bytes([first]) + name.read_bytes()[:4000])
    for s in stories.values():
        for k in range(6):
            lines = [t.decode("utf-8", "ignore").strip().split("\n") for t in s[:2]]
            cells = [" ".join(dice.choice(x).split())[:300] for x in lines]
            if len(cells) == 2:
                put("aligned", b"\0en\tde\n" + "\t".join(cells).encode())
        put("stories", b"\1".join(t[:700] for t in s[:4]))
        put("stories", b"\1".join(t[:200] for t in s[:3]))
    for n in range(400):
        put("numbers", bytes([n % 6]) + dice.randbytes(1 + n % 24))
        put("judging", bytes([n % 6, dice.randrange(6)]) + dice.randbytes(2 + n % 24))
    for p in [*(ROOT / "packs").rglob("examples.toml"), *(ROOT / "tests").rglob("tertium.toml"), *(ROOT / "tests").rglob("*.json")]:
        put("settings", p.read_bytes()[:1500])
    for t in ("12", "-0.5", "1e400", "2024-05-31/2024-06", "XXXX-05-XX", "<!-- tertium-accept 7f3a91c2 until 2026-12-31: x -->",
              'lang = "de"\nfail-on = "tension"\n\n[[ignore]]\nkind = "count"\n\n[[override]]\npaths = ["a/**"]\ntolerance = 2.5\n',
              '[[accept]]\nid = "7f3a91c2"\nreason = "x"\nuntil = 2026-12-31\n\n[[accept]]\nfile = "a"\nvalues = ["7", ">=8"]\nreason = "y"\n',
              '{"tertium-baseline": 1, "findings": [\n{"verdict":"qualifier","kind":"money","claims":['
              '{"report":"a/en.txt","value":"<=3","unit":"USD"},{"report":"a/it.txt","value":"3","unit":"USD"}]}\n]}\n'):
        put("settings", t.encode())


main()
