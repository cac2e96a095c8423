"""Manifests: good lines come through, every bad line is named, nothing is half-read."""

from pathlib import Path

import pytest

from kb_sources.errors import ManifestRejected
from kb_sources.manifest import read_manifest


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "b.pdf").write_bytes(b"x")
    path = tmp_path / "manifest.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_lines_are_read_relative_to_the_manifest(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "\ufefffile,title,maker,products,language,revision\n"
        'a.pdf,"N7, repair",Norvik,N7; 诺维 N7 ;N7,en,Rev A\nb.pdf,,,,,\n',
    )
    first, second = read_manifest(path)
    assert first.title == "N7, repair"
    assert first.products == ("N7", "诺维 N7")
    assert first.language == "en"
    assert first.file == tmp_path / "a.pdf"
    assert (second.title, second.language, second.products) == ("", None, ())


def test_an_address_stands_for_a_file_and_is_not_fetched(tmp_path: Path) -> None:
    path = write(tmp_path, "file,title\nhttps://norvik.example/n7.pdf?rev=B,N7\na.pdf,A\n")
    assert [line.location for line in read_manifest(path)] == [
        "https://norvik.example/n7.pdf?rev=B",
        str(tmp_path / "a.pdf"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing"),
        ("name,title\n", "name, title"),
        ("file\n", "lists no files"),
        ("file,language\na.pdf,de\n", "line 2: language 'de'"),
        ("file\nmissing.pdf\n", "line 2: missing.pdf does not exist"),
        ("file\na.pdf\na.pdf\n", "line 3: a.pdf is listed twice"),
        ("file\nhttps://a.example/n7\nhttps://a.example/n7\n", "line 3: https://a.example/n7 is listed"),
        ("file\nftp://a.example/n7.pdf\n", "line 2: ftp:// addresses cannot be fetched"),
        ("file,title\na.pdf,one,two\n", "line 2: more fields"),
        ("file,title\n,one\n", "line 2: the field `file` is empty"),
        ("file,language\nx.pdf,\na.pdf,xx\n", "2 unusable"),
    ],
)
def test_every_bad_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ManifestRejected, match=said):
        read_manifest(write(tmp_path, text))


def test_another_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(ManifestRejected, match="UTF-8"):
        read_manifest(write(tmp_path, "file,title\na.pdf,手册\n", "gb18030"))
