"""A manual's page by itself, and the editors' page, in a real browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")
expect = playwright.expect


def test_a_page_opens_by_itself_with_the_box_over_its_words(open_page, scripted) -> None:
    page = open_page(f"/editions/{scripted.EDITION}/pages/1?boxes=0.1,0.3,0.9,0.36&lang=en")
    picture, box = page.locator(".picture img").bounding_box(), page.locator(".picture rect").bounding_box()
    assert abs((box["x"] - picture["x"]) / picture["width"] - 0.1) < 0.01
    assert abs((box["y"] - picture["y"]) / picture["height"] - 0.3) < 0.01
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("main")).to_contain_text("Page 2 of 2")
    page.locator("#language").click()
    expect(page.locator("main")).to_contain_text("第 2 页，共 2 页")


def test_an_old_edition_says_so(open_page, scripted) -> None:
    page = open_page(f"/editions/{scripted.OLD_EDITION}/pages/1?lang=en")
    expect(page.locator(".banner")).to_contain_text("newer edition")


def test_an_editor_adds_a_manual_and_cancels_its_job(open_page) -> None:
    page = open_page("/manuals?lang=en")
    page.locator("#maker").fill("Acme")
    files = [{"name": "dryer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a dryer"}]
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#jobs")).to_contain_text("waiting")
    expect(page.locator("#manuals")).to_contain_text("Dryer")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#jobs")).to_contain_text("cancelled")


def test_an_editor_retires_brings_back_and_removes_an_edition(open_page) -> None:
    page = open_page("/manuals?lang=en")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Retire").click()
    expect(page.locator(".state.retired")).to_have_count(1)
    page.get_by_role("button", name="Bring back").first.click()
    expect(page.locator(".state.live")).to_have_count(1)
    page.get_by_role("button", name="Remove").last.click()
    expect(page.locator(".editions li")).to_have_count(1)


def test_a_doubtful_place_is_shown_and_corrected(open_page, service, scripted) -> None:
    desk = service.desk
    reading = desk.catalogue.live_reading("default", scripted.EDITION)
    read = desk.sheets.page(reading.id, 1)
    desk.sheets.store(reading.id, replace(read, lines=(replace(read.lines[0], unsure=True),)))
    page = open_page("/manuals?lang=en")
    item = page.locator("#review .card")
    expect(item).to_contain_text("two readings disagree")
    item.locator("textarea").fill("1. Close the outlet valve.")
    item.get_by_role("button", name="Correct").click()
    expect(page.locator("#review .card")).to_have_count(0)
    assert desk.sheets.fixes("default", scripted.EDITION)[0].text == "1. Close the outlet valve."


def test_a_file_that_is_no_manual_is_told(open_page) -> None:
    page = open_page("/manuals?lang=en")
    files = [{"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"}]
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#note")).to_contain_text("not a PDF")
    # The browser notes the 422 on its console; that is not a fault of the page.
    open_page.wrong[:] = [text for text in open_page.wrong if "422" not in text]
