"""Pages of editions: JSON, web page, picture; live, superseded, removed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kb_sources.manual import Box, Passage, Span

HTML = {"Accept": "text/html,*/*;q=0.8"}
BOXES = "0.1,0.3,0.9,0.36"


def test_a_page_as_json_says_what_stands_where(client, scripted) -> None:
    page = client.get(f"/editions/{scripted.EDITION}/pages/2?boxes={BOXES}").json()
    assert (page["page"], page["page_label"], page["edition"]["state"], page["edition"]["pages"]) == (
        2,
        "2",
        "live",
        2,
    )
    assert page["manual"]["source_name"] == "washer.pdf" and page["boxes"] == [[0.1, 0.3, 0.9, 0.36]]
    assert page["lines"][0]["text"].startswith("1. Close") and page["lines"][0]["box"] == [
        0.1,
        0.3,
        0.9,
        0.36,
    ]
    assert client.get(page["picture_url"]).headers["content-type"] == "image/png"


def test_a_page_for_a_browser_shows_the_picture_with_the_box_lit(client, scripted) -> None:
    response = client.get(f"/editions/{scripted.EDITION}/pages/1?boxes={BOXES}&lang=en", headers=HTML)
    assert response.headers["content-type"].startswith("text/html")
    assert f'src="/editions/{scripted.EDITION}/pages/1.png"' in response.text
    assert '<rect x="0.1" y="0.3"' in response.text and 'rel="next"' in response.text
    assert 'rel="prev"' not in response.text and 'class="banner' not in response.text


def test_a_figure_is_served_as_a_picture_until_its_edition_is_removed(client, service, scripted) -> None:
    desk = service.desk
    reading = desk.catalogue.live_reading("default", scripted.EDITION)
    drawn = desk.picture(scripted.EDITION, 1)
    box = Box(0.1, 0.1, 0.9, 0.5)
    spans = (Span(0, 13, 1, box),)
    passage = Passage(
        "fig", scripted.EDITION, reading.id, "figure", (), 0, "Figure 1 Pump", spans, "textlayer",
        figure=desk.blobs.put(drawn),
    )  # fmt: skip
    desk.catalogue.store_passages(reading.id, [passage], {})
    address = f"/editions/{scripted.EDITION}/figures/fig.png"
    response = client.get(address)
    assert (response.headers["content-type"], response.content) == ("image/png", drawn)
    assert client.get(address, headers={"If-None-Match": response.headers["etag"]}).status_code == 304
    assert client.get(f"/editions/{scripted.OLD_EDITION}/figures/fig.png").status_code == 404
    assert client.get(f"/editions/{scripted.EDITION}/figures/nonsense.png").status_code == 404
    desk.remove(scripted.EDITION)
    assert client.get(address).status_code == 410


def test_words_of_a_manual_are_never_markup(client, scripted) -> None:
    for path in (f"/editions/{scripted.EDITION}/pages/1", "/manuals", "/"):
        text = client.get(path, headers=HTML).text
        assert "<script>document" not in text and "<img src=x" not in text
    assert "&lt;script&gt;" in client.get(f"/editions/{scripted.EDITION}/pages/1", headers=HTML).text


def test_an_address_cannot_smuggle_markup(client, scripted) -> None:
    evil = f'/editions/{scripted.EDITION}/pages/1?lang=en&x="><script>alert(1)</script>'
    assert "<script>alert" not in client.get(evil, headers=HTML).text


@pytest.mark.parametrize(("lang", "words"), [("zh", "新版取代"), ("en", "newer edition")])
def test_an_old_edition_opens_with_a_banner(client, scripted, lang: str, words: str) -> None:
    text = client.get(f"/editions/{scripted.OLD_EDITION}/pages/1?lang={lang}", headers=HTML).text
    assert words in text and 'class="banner superseded"' in text
    assert client.get(f"/editions/{scripted.OLD_EDITION}/pages/1").json()["edition"]["state"] == "superseded"


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "1.5", "9" * 40, "１", "%00"])
def test_a_page_that_is_not_there_is_404(client, scripted, page: str) -> None:
    assert client.get(f"/editions/{scripted.EDITION}/pages/{page}").status_code == 404
    assert client.get(f"/editions/{scripted.EDITION}/pages/{page}.png").status_code == 404


def test_an_unknown_edition_is_404(client) -> None:
    assert client.get(f"/editions/{'0' * 64}/pages/1").status_code == 404


def picture(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def test_the_picture_lights_exactly_the_boxes(client, scripted) -> None:
    address = f"/editions/{scripted.EDITION}/pages/1.png"
    plain, lit = picture(client.get(address)), picture(client.get(f"{address}?boxes={BOXES}"))
    assert plain.size == lit.size == (620, 877)
    inside, outside = (500, round(0.33 * 877)), (500, 700)
    assert plain.getpixel(inside) != lit.getpixel(inside) and plain.getpixel(outside) == lit.getpixel(outside)
    assert picture(client.get(f"{address}?boxes={BOXES}&width=310")).size == (310, 438)


@pytest.mark.parametrize(
    "query", ["boxes=1,2,3,4", "boxes=x", "width=10", "width=99999", "boxes=" + "0.1,0.1,0.2,0.2;" * 201]
)
def test_a_picture_that_cannot_be_drawn_is_422(client, scripted, query: str) -> None:
    assert client.get(f"/editions/{scripted.EDITION}/pages/1.png?{query}").status_code == 422


def test_a_picture_is_sent_once_and_revalidated(client, scripted) -> None:
    address = f"/editions/{scripted.EDITION}/pages/1.png?boxes={BOXES}"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b""
    assert client.get(f"{address}&width=300", headers={"If-None-Match": tag}).status_code == 200
    client.delete(f"/manuals/{scripted.EDITION}")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 410


@pytest.mark.parametrize(("lang", "words"), [("zh", "这一页已被删除"), ("en", "This page was removed")])
def test_a_person_who_opens_an_old_address_is_told_in_words(client, scripted, lang: str, words: str) -> None:
    client.delete(f"/manuals/{scripted.EDITION}")
    page = client.get(f"/editions/{scripted.EDITION}/pages/1?lang={lang}", headers=HTML)
    assert page.status_code == 410 and page.headers["content-type"].startswith("text/html")
    assert words in page.text and "content-security-policy" in page.headers
    assert client.get("/none?lang=en", headers=HTML).status_code == 404
