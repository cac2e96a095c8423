"""Each set of texts, read from a made-up folder of its layout; the real ones are not ours to ship."""

import json
from pathlib import Path

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet
from evaluation.datasets import cmrc2018, emanual_samsung, ohr_manual, repair_zh_home


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")


def ohr(data: Path) -> DatasetSettings:
    folder = data / "ohr-bench-manual"
    for reading, text in (("gt", "Press both keys."), ("MinerU", "Pres both kevs.")):
        write(
            folder / "corpus" / reading / "watch.json",
            [{"page_idx": 0, "text": "Contents"}, {"page_idx": 1, "text": text}],
        )
    row = {"doc_name": "manual/watch", "questions": "Which keys?", "evidence_page_no": 1}
    write(folder / "dev" / "qas_manual_dev.json", [row])
    return DatasetSettings(data)


def test_ohr_pages_count_from_one(tmp_path: Path) -> None:
    texts = ohr_manual.build(ohr(tmp_path))
    assert [(p.manual, p.page, p.text) for p in texts.pages] == [
        ("watch", 1, "Contents"),
        ("watch", 2, "Press both keys."),
    ]
    assert texts.cases[0].places == (GoldPlace("watch", (2,)),)


def test_ohr_as_ocr_read_it(tmp_path: Path) -> None:
    texts = ohr_manual.build_as(ohr(tmp_path), "MinerU")
    assert texts.pages[1].text == "Pres both kevs."


def samsung(data: Path, path: str) -> TextSet:
    folder = data / "emanual-samsung"
    s10 = {
        "a": {"title": "Power", "section_hierarchy": "a", "text": ["Charge it."]},
        "b": {"title": "Restart", "section_hierarchy": "a>b", "text": ["Hold the key", "for 7 s."]},
    }
    write(folder / "dev" / "s10_manual_corpus.json", s10)
    write(folder / "distractors" / "Galaxy_S9.json", {"a": s10["a"]})
    write(
        folder / "dev" / "s10_50_questions.csv",
        f"question_id,question,section_path\n7,It hangs?,{path}\n",
    )
    return emanual_samsung.build(DatasetSettings(data))


def test_samsung_sections_are_pages_with_their_titles(tmp_path: Path) -> None:
    texts = samsung(tmp_path, "Power>Restart")
    assert [(p.manual, p.page, p.titles) for p in texts.pages] == [
        ("S10", 1, ("Power",)),
        ("S10", 2, ("Power", "Restart")),
        ("Galaxy_S9", 1, ("Power",)),
    ]
    assert texts.pages[1].text == "Hold the key\nfor 7 s."
    assert (texts.cases[0].product, texts.cases[0].places) == ("S10", (GoldPlace("S10", (2,)),))


def test_a_path_without_a_section_of_its_own_is_its_parents(tmp_path: Path) -> None:
    texts = samsung(tmp_path, "Power>Restart>In a car")
    assert texts.cases[0].places == (GoldPlace("S10", (2,)),)


def test_cmrc_paragraphs_are_manuals(tmp_path: Path) -> None:
    paragraph = {"id": "P1", "context": "长江全长6300公里。", "qas": [{"id": "Q1", "question": "长江多长？"}]}
    write(tmp_path / "cmrc2018-zh" / "dev" / "cmrc2018_trial.json", {"data": [{"paragraphs": [paragraph]}]})
    texts = cmrc2018.build(DatasetSettings(tmp_path))
    assert (texts.pages[0].manual, texts.pages[0].language) == ("P1", "zh")
    assert (texts.cases[0].id, texts.cases[0].places) == ("Q1", (GoldPlace("P1", (1,)),))


def test_captions_ask_for_their_article_once(tmp_path: Path) -> None:
    folder = tmp_path / "repair-zh-home"
    write(folder / "dev" / "1-家电" / "00-修理小风扇.md", "# 修理小风扇\n\n![扇叶](a.webp)先断电。\n")
    rows = ["split\timage\tarticle\talt"]
    rows += [f"dev\t{n}.webp\t1-家电/00-修理小风扇.md\t扇叶{n}" for n in (1, 2)]
    write(folder / "image_to_article.tsv", "\n".join(rows) + "\n")
    texts = repair_zh_home.build(DatasetSettings(tmp_path))
    assert (texts.pages[0].titles, "webp" in texts.pages[0].text) == (("修理小风扇",), False)
    assert [case.question for case in texts.cases] == ["小风扇 扇叶"]
    assert texts.cases[0].on_gold(texts.pages[0].manual, 1)
