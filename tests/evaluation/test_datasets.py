"""Each set of texts, read from a made-up folder of its layout; the real ones are not ours to ship."""

import json
from pathlib import Path

import pytest

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet
from evaluation.datasets import (
    cmrc2018,
    emanual_samsung,
    faithbench,
    mtrag_human,
    mtrag_un,
    ocnli,
    ohr_manual,
    open_repair,
    own_claims,
    ragtruth,
    repair_zh_home,
    rgb,
    wice,
)
from kb_sources.errors import InputRejected

_SAMPLES = Path(__file__).parents[2] / "kb_sources" / "samples" / "sources"
SOURCES = {file.name: file.read_text("utf-8").replace("**", "") for file in _SAMPLES.glob("*.txt")}


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


def test_ragtruth_marks_what_is_wrong(tmp_path: Path) -> None:
    label = {"start": 0, "end": 4, "label_type": "Evident Conflict"}
    responses = [{"response": "Blue ice.", "labels": [label]}, {"response": "Red ice.", "labels": []}]
    folder = tmp_path / "ragtruth-subset" / "dev"
    source = {"question": "Which ice?", "passages": "The ice is red."}
    write(folder / "ragtruth_qa.jsonl", {"source_id": 7, "source": source, "responses": responses})
    write(
        folder / "ragtruth_summary.jsonl", {"source_id": 8, "source": "Red ice.", "responses": responses[1:]}
    )
    judged = ragtruth.build(DatasetSettings(tmp_path))
    assert [(t.kind, t.gold, t.wrong) for t in judged.texts] == [
        ("qa", 0.0, ((0, 4),)),
        ("qa", 1.0, ()),
        ("summary", 1.0, ()),
    ]
    assert judged.texts[0].question == "Which ice?"
    assert judged.fitted


def test_mtrag_gold_is_the_mean_rating(tmp_path: Path) -> None:
    ratings = {"r1": {"value": "4"}, "r2": {"value": "2"}, "r3": {"value": "3"}}
    told = {
        "task_id": "c<::>1",
        "model_id": "m",
        "model_response": "Yes.",
        "annotations": {"faithfulness": ratings},
    }
    content = {
        "documents": [{"document_id": "d", "text": "It does."}],
        "tasks": [{"task_id": "c<::>1", "contexts": [{"document_id": "d"}], "input": [{"text": "Does it?"}]}],
        "evaluations": [told, told | {"model_id": "n", "annotations": {}}],
    }
    write(tmp_path / "mtrag-human" / "dev" / "human_evaluations.json", content)
    (text,) = mtrag_human.build(DatasetSettings(tmp_path)).texts
    assert (text.gold, text.source, text.evidence) == (3.0, "c", ("It does.",))


def mtrag_row(id_: str, label: str, said: list[tuple[str, str]], passages: list[str]) -> str:
    return json.dumps(
        {
            "task_id": id_,
            "answerability": [label],
            "input": [{"speaker": speaker, "text": text} for speaker, text in said],
            "contexts": [{"document_id": name, "text": f"Text of {name}."} for name in passages],
        }
    )


def test_mtrag_un_pools_every_passage_and_keeps_who_said_what(tmp_path: Path) -> None:
    said = [("user", "A pump?"), ("agent", "Yes, P1."), ("user", "How loud?")]
    rows = [
        mtrag_row("a", "ANSWERABLE", said, ["d2", "d1"]),
        mtrag_row("b", "UNANSWERABLE", said[2:], []),
        mtrag_row("c", "UNDERSPECIFIED", said[:1], ["d3"]),
        mtrag_row("d", "PARTIAL", said[:1], ["d1"]),
    ]
    write(tmp_path / "mtrag-human" / "dev" / "mtragun_reference.jsonl", "\n".join(rows))
    pages, dialogues = mtrag_un.read(DatasetSettings(tmp_path))
    assert [(p.page, p.text) for p in pages] == [(1, "Text of d2."), (2, "Text of d1."), (3, "Text of d3.")]
    first = dialogues[0]
    assert (first.question, first.earlier, first.told) == ("How loud?", ("A pump?",), ("Yes, P1.",))
    assert [(d.label[:7], d.pages) for d in dialogues] == [
        ("ANSWERA", (1, 2)),
        ("UNANSWE", ()),
        ("UNDERSP", (3,)),
        ("PARTIAL", (2,)),
    ]
    texts = mtrag_un.build(DatasetSettings(tmp_path))
    assert texts.pages == pages, "what only lies beside an answer is searched too"
    assert [(c.id, c.question) for c in texts.cases] == [("a", "A pump? How loud?"), ("d", "A pump?")]


def test_wice_partly_supported_is_not_supported(tmp_path: Path) -> None:
    rows = [
        {"meta": {"id": label, "claim_title": "T"}, "claim": "C", "evidence": ["E"], "label": label}
        for label in ("supported", "partially_supported", "not_supported")
    ]
    write(tmp_path / "wice" / "dev" / "claim_dev.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert [t.gold for t in wice.build(DatasetSettings(tmp_path)).texts] == [1.0, 0.0, 0.0]


def test_faithbench_unwanted_is_wrong(tmp_path: Path) -> None:
    samples = [
        {"sample_id": n, "source": "S", "summary": "M", "annotations": [{"label": labels}] if labels else []}
        for n, labels in enumerate((["Unwanted", "Unwanted.Intrinsic"], ["Questionable"], []))
    ]
    write(tmp_path / "faithbench" / "dev" / "batch_1.json", {"samples": samples})
    assert [t.gold for t in faithbench.build(DatasetSettings(tmp_path)).texts] == [0.0, 1.0, 1.0]


def test_ocnli_only_what_is_entailed_is_right(tmp_path: Path) -> None:
    rows = [
        {"id": n, "prem_id": "p", "sentence1": "甲\u2028", "sentence2": "乙", "label": label, "level": "easy"}
        for n, label in enumerate(("entailment", "neutral", "contradiction", "-"))
    ]
    file = tmp_path / "ocnli-zh" / "dev" / "train.3k.json"
    write(file, "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    assert [t.gold for t in ocnli.build(DatasetSettings(tmp_path)).texts] == [1.0, 0.0, 0.0]


def test_rgb_answers_are_held_against_noise_others_and_truth(tmp_path: Path) -> None:
    folder = tmp_path / "rgb-zh-en" / "dev"
    zh = {
        "id": 1,
        "query": "几人",
        "answer": [["12人", "十二人"]],
        "positive": ["共12人"],
        "negative": ["无关"],
    }
    en = {"id": 2, "query": "Where", "answer": "Tampa", "fakeanswer": "Glendale", "positive": ["In Tampa."]}
    write(folder / "zh_refine_0.jsonl", zh)
    write(folder / "en_fact.json", en)
    two = {
        "id": 3,
        "query": "起止",
        "answer": ["1日", ["9日"]],
        "positive": [["无", "1日始"], ["9日终"]],
        "negative": ["9日也", "无关"],
    }
    lost = {**two, "id": 4, "positive": [["1日始"], ["无"]]}
    write(folder / "zh_int.json", "\n".join(json.dumps(r, ensure_ascii=False) for r in (two, lost)))
    texts = rgb.build(DatasetSettings(tmp_path)).texts
    assert [(t.kind, t.gold, t.text, t.evidence) for t in texts] == [
        ("noise", 1.0, "几人：12人", ("共12人", "无关")),
        ("refusal", 0.0, "几人：12人", ("无关",)),
        ("integration", 1.0, "起止：1日，9日", ("1日始", "9日终", "无关")),
        ("integration", 0.0, "起止：1日，9日", ("1日始", "无关")),
        ("counterfactual", 1.0, "Where: Tampa", ("In Tampa.",)),
        ("counterfactual", 0.0, "Where: Glendale", ("In Tampa.",)),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2"),
        ('{"id": "c", "lang": "zh", "manual": "m", "quotes": "拧紧", "right": [], "wrong": []}', "no list"),
        ('{"id": "c", "lang": "fr", "manual": "m", "quotes": ["a"], "right": [], "wrong": []}', "'fr'"),
        ('{"id": "c", "lang": "zh", "manual": "m", "quotes": ["a"], "right": [], "wrong": ["c"]}', "line 2"),
        ('["zh"]', "line 2"),
    ],
)
def test_a_claim_of_another_form_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "mine.jsonl"
    good = '{"id": "c1", "lang": "zh", "manual": "m", "quotes": ["拧紧"], "right": ["紧"], "wrong": []}'
    file.write_text(f"{good}\n{line}\n", "utf-8")
    with pytest.raises(InputRejected, match=told):
        own_claims.read_claims(file)


def test_own_claims_are_two_hundred_and_more_in_chinese() -> None:
    judged = own_claims.build(DatasetSettings(Path("absent")))
    chinese = [t for t in judged.texts if t.language == "zh"]
    assert len(chinese) >= 200
    assert sum(t.gold == 0 for t in chinese) >= len(chinese) / 3
    assert len({t.text for t in chinese}) == len(chinese), "no claim is written twice"
    manuals = {
        "zh": "".join(SOURCES[n] for n in SOURCES if ".zh" in n),
        "en": "".join(SOURCES[n] for n in SOURCES),
    }
    for text in judged.texts:
        for quote in text.evidence:
            pieces = [piece for piece in quote.split(" | ") if piece]
            assert all(piece.lstrip("0123456789. ") in manuals[text.language] for piece in pieces), quote


def test_open_repair_asks_what_no_sample_can_answer(tmp_path: Path) -> None:
    folder = tmp_path / "openrepair-problems" / "dev"
    head = "id_ords,country,fault_type,product_category,brand,repair_status,language,problem\n"
    rows = [
        "a,GBR,Paper feed,Printer/scanner,HP,End of life,en,It chews up the paper",
        "b,GBR,Paper feed,Printer/scanner,Unknown,Fixed,en,It chews up the paper",
        "c,DEU,Paper feed,Printer/scanner,HP,Fixed,de,Er frisst das Papier",
        "d,GBR,Paper feed,Printer/scanner,Orlen,Fixed,en,It chews up the paper",
        "e,GBR,Paper feed,Printer/scanner,HP,Fixed,en,???",
        "restart_1274,GBR,Scan,Printer/scanner,Orlen,End of life,en,Can't be fixed.",
    ]
    write(folder / "printcat.csv", head + "\n".join(rows))
    mobile = "id,country,fault_type,product_category,brand,model,repair_status,problem\n"
    write(folder / "mobifix.csv", mobile + "m,GBR,Screen,Mobile,Apple,iPhone 5,Fixed,The screen is black")
    clinic = "id,country,product_category,brand,repair_status,problem\n"
    write(
        folder / "OpenRepairData_v0.3_FixitClinic_202407.csv", clinic + "f,USA,Iron,Sunbeam,Unknown,No heat"
    )
    cases = open_repair.build(DatasetSettings(tmp_path)).cases()
    assert [(c.id, c.product, c.kind) for c in cases] == [
        ("a", "HP", "Paper feed"),
        ("m", "Apple iPhone 5", "Screen"),
        ("f", "Sunbeam", "Iron"),
        ("restart_1274-P310", "P310", "done for"),
    ]
    assert [c.action for c in cases] == ["refuse"] * 3 + ["handoff"]
    assert cases[0].tags == {"end of life"}
