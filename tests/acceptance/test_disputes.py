"""Two editions, or two manuals, of a product go in and disagree: the answer shows both, in both languages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.reply import Reply
from api.turn import AskRequest
from api.wiring import Service, build
from ingest.desk import Described
from kb_sources.manual import Language
from kb_sources.settings import Settings

MANUAL = """# 3 Electrical data

## 3.1 Resistances

| Part | Resistance (Ω) |
|---|---|
| Drain pump | {value} |
| Door lock | 62 |
"""
VALUES = ("150", "185")
CHINESE = """# 3 电气数据

## 3.1 电阻

| 部件 | 电阻（Ω） |
|---|---|
| 排水泵 | {value} |
| 门锁和门开关 | 62 |
"""
SENTENCES = {
    "en": "# 5 Tests\n\n## 5.2 Drain pump\n\nThe drain pump has a resistance of {value} Ω.\n",
    "zh": "# 5 测试\n\n## 5.2 排水泵\n\n排水泵的电阻是 {value} Ω。\n",
}
SAYS = {"en": "do not agree on this", "zh": "说法不一致"}
QUESTIONS = {"en": "Which resistance has the drain pump?", "zh": "Drain pump 的电阻是多少？"}
PRODUCTS = {"XR-200": "two editions of one manual", "YR-300": "two manuals"}


def add(service: Service, folder: Path, product: str, titles: tuple[str, str]) -> None:
    """The manual twice, with another value each, both live."""
    for title, revision, value in zip(titles, "AB", VALUES, strict=True):
        file = folder / f"{product}-{value}.md"
        file.write_text(f"# {title}\n\nRevision {revision}\n\n" + MANUAL.format(value=value), "utf-8")
        described = Described(title, "Acme", (product,), "en", revision)
        service.desk.add(file, file.name, described, beside=True)
        service.workshop.worker.work_off()


def add_texts(service: Service, folder: Path, product: str, texts: dict[str, str]) -> None:
    """Manuals of a product by file name; one whose name ends in -zh is Chinese."""
    for name, text in texts.items():
        language: Language = "zh" if name.endswith("-zh") else "en"
        file = folder / f"{product}-{name}.md"
        file.write_text(f"# {product} {name}\n\n{text}", "utf-8")
        described = Described(f"{product} {name}", "Acme", (product,), language)
        service.desk.add(file, file.name, described, beside=True)
        service.workshop.worker.work_off()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb")
    service = build(Settings(data=folder))
    add(service, folder, "XR-200", ("XR-200 service manual", "XR-200 service manual"))
    add(service, folder, "YR-300", ("YR-300 service manual", "YR-300 repair guide"))
    for product, value in {"TR-400": "185", "TR-410": "150"}.items():
        pair = {"service": MANUAL.format(value="150"), "维修-zh": CHINESE.format(value=value)}
        add_texts(service, folder, product, pair)
    for n, value in enumerate(("185", "150")):
        en = {"service manual": MANUAL.format(value="150"), "tests": SENTENCES["en"].format(value=value)}
        zh = {"维修手册-zh": CHINESE.format(value="150"), "测试-zh": SENTENCES["zh"].format(value=value)}
        add_texts(service, folder, f"QR-50{n}", en)
        add_texts(service, folder, f"QS-60{n}", zh)
    service.stop()
    return folder


@pytest.fixture
def service(filled: Path) -> Iterator[Service]:
    service = build(Settings(data=filled))
    yield service
    service.stop()


def ask(service: Service, language: str, product: str) -> Reply:
    return service.ask(AskRequest(QUESTIONS[language], product=product))


def values(reply: Reply) -> dict[str, str]:
    """The file that each value of the answer is cited from."""
    cited = {c.n: c.manual.source_name for c in reply.citations}
    return {t: cited[n] for c in reply.claims for n in c.citations for t in VALUES if t in c.text}


@pytest.mark.parametrize("product", PRODUCTS)
def test_both_are_shown_each_with_its_own_citation(service: Service, product: str) -> None:
    for language in QUESTIONS:
        reply = ask(service, language, product)
        assert (reply.action, reply.language) == ("answer", language)
        assert SAYS[language] in reply.text.splitlines()[0]
        assert values(reply) == {t: f"{product}-{t}.md" for t in VALUES}


ASKED = {"en": "Which resistance has the drain pump?", "zh": "排水泵的电阻是多少？"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_manuals_in_two_languages_that_disagree_are_shown_as_a_conflict(
    service: Service, language: str
) -> None:
    reply = service.ask(AskRequest(ASKED[language], product="TR-400"))
    assert (reply.action, reply.language) == ("answer", language)
    assert SAYS[language] in reply.text.splitlines()[0]
    assert values(reply) == {"150": "TR-400-service.md", "185": "TR-400-维修-zh.md"}
    agreed = service.ask(AskRequest(ASKED[language], product="TR-410"))
    assert agreed.action == "answer"
    assert SAYS[language] not in agreed.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_and_a_sentence_that_disagree_are_shown_as_a_conflict(service: Service, language: str) -> None:
    split, agreeing = {"en": ("QR-500", "QR-501"), "zh": ("QS-600", "QS-601")}[language]
    reply = service.ask(AskRequest(ASKED[language], product=split))
    assert (reply.action, reply.language) == ("answer", language)
    assert SAYS[language] in reply.text.splitlines()[0]
    assert set(values(reply)) == set(VALUES)
    assert len(set(values(reply).values())) == 2, "each from its own manual"
    agreed = service.ask(AskRequest(ASKED[language], product=agreeing))
    assert agreed.action == "answer"
    assert SAYS[language] not in agreed.text


def test_where_one_is_retired_the_other_speaks_alone(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "kb")
    service = build(Settings(data=tmp_path / "kb"))
    live = service.catalogue.live("default").values()
    (old,) = (e.id for _, e in live if e.source_name == "XR-200-150.md")
    service.desk.retire(old)
    reply = ask(service, "en", "XR-200")
    service.stop()
    assert values(reply) == {"185": "XR-200-185.md"}
    assert SAYS["en"] not in reply.text


def test_a_models_blend_of_both_is_caught_and_both_are_quoted(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "kb")
    script = tmp_path / "script.json"
    script.write_text(json.dumps(["{}"]), "utf-8")
    settings = Settings(data=tmp_path / "kb", vlm_model="scripted", vlm_url=str(script), vlm_reads="never")
    service = build(settings)
    _, shown = service.ask.foresee(AskRequest(QUESTIONS["en"], product="XR-200"))
    sources = [
        {"id": s.label, "quote": s.passage.text}
        for s in shown
        if s.passage.kind == "row" and "Drain pump" in s.passage.text
    ]
    service.stop()
    blend = {"kind": "value", "text": "The drain pump: 150 to 185 Ω.", "sources": sources}
    script.write_text(json.dumps([json.dumps({"claims": [blend], "figures": []})]), "utf-8")
    service = build(settings)
    reply = ask(service, "en", "XR-200")
    service.stop()
    assert len(sources) == 2
    assert blend["text"] in [d.text for d in reply.dropped]
    assert "150 to 185" not in reply.text
    assert values(reply) == {t: f"XR-200-{t}.md" for t in VALUES}
    assert SAYS["en"] in reply.text
