"""The page at / in a real browser: ask, see the cited place, be asked back, on a phone, by keyboard."""

from __future__ import annotations

import io
import threading

import pytest
from PIL import Image

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the dev extra")
expect = playwright.expect
expect.set_options(timeout=20_000)


def photo(colour: str = "navy") -> dict:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": out.getvalue()}


def ask(page, words: str) -> None:
    page.locator("#question").fill(words)
    page.locator("#send").click()


def test_a_question_with_a_photo_is_answered_and_its_place_is_lit(open_page, service) -> None:
    page = open_page("/?lang=zh")
    page.locator("#photo").set_input_files(photo())
    expect(page.locator("#photos img")).to_be_visible()
    ask(page, "洗衣机显示 E04，怎么办？")
    reply = page.locator(".reply")
    expect(reply).to_contain_text("关闭进水阀。")
    expect(reply).to_contain_text("引自手册原文")
    expect(reply.locator(".warn.danger")).to_contain_text("危险")
    expect(page.locator("#viewer rect")).to_have_count(1)
    assert page.locator("#viewer img").evaluate("i => i.decode().then(() => i.naturalWidth)") == 620
    assert len(service.ask.asked[0].photos) == 1 and service.ask.asked[0].photos[0].startswith(b"\x89PNG")
    expect(page.locator("#photos .sent")).to_be_visible()


def test_a_warning_stands_above_its_step_and_every_mark_opens_its_page(open_page) -> None:
    page = open_page()
    ask(page, "why")
    step = page.locator(".claims > li").first
    expect(step).to_be_visible()
    warn, mark = step.locator(".warn").bounding_box(), step.locator(".mark").bounding_box()
    assert warn["y"] + warn["height"] <= mark["y"]
    page.get_by_role("button", name="Open source 3").click()
    expect(page.locator("#viewer")).to_contain_text("Page 2 of 2")
    rect = page.locator("#viewer rect")
    expect(rect).to_have_count(1)
    assert abs(float(rect.get_attribute("y")) - 0.3) < 0.01
    page.get_by_role("button", name="Previous page").click()
    expect(page.locator("#viewer")).to_contain_text("Page 1 of 2")
    expect(page.locator("#viewer rect")).to_have_count(0)


def test_a_warning_is_told_once_whatever_signal_word_is_printed_in_it(open_page) -> None:
    page = open_page()
    ask(page, "signal word")
    expect(page.locator(".warn.danger p")).to_have_text("Pull the mains plug.\nWait a minute.2")
    expect(page.locator(".reply > .lead")).to_have_text("From the manual:")
    assert page.locator(".reply").inner_text().count("Pull the mains plug") == 1
    assert "[" not in page.locator(".reply").inner_text()


def test_what_is_said_of_one_product_stands_under_its_name(open_page) -> None:
    page = open_page()
    ask(page, "does it differ")
    expect(page.locator(".claims > li")).to_have_count(5)
    told = page.locator(".claims > li").all_inner_texts()
    assert [told[0], told[2]] == ["WM-200:", "WM-300:"]
    assert "Drain" in told[3] and "12 N·m" in told[4]
    expect(page.locator(".reply > .lead")).to_have_text(
        "The manual of each says:\nThe manuals of WM-400 say nothing."
    )


@pytest.mark.parametrize(("lang", "named"), [("zh", "引文"), ("en", "Quote")])
def test_how_a_statement_was_checked_is_told_when_asked_for(open_page, lang: str, named: str) -> None:
    page = open_page(f"/?lang={lang}")
    ask(page, "why")
    verdict = page.locator(".claims > li").first.locator(".verdict")
    button = page.locator(".claims > li").first.locator(".why")
    expect(verdict).to_be_hidden()
    button.click()
    expect(verdict).to_be_visible()
    expect(verdict).to_contain_text(named)
    expect(verdict).to_contain_text("The quote stands letter for letter.")
    assert page.locator(".verdict:visible").count() == 1
    button.click()
    expect(verdict).to_be_hidden()


def test_what_was_left_out_can_be_seen(open_page) -> None:
    page = open_page()
    ask(page, "why")
    page.locator(".reply summary").click()
    expect(page.locator(".reply details")).to_contain_text("40 N·m")
    expect(page.locator(".reply details")).to_contain_text("The number is not in the quote.")


def test_markup_in_questions_and_manuals_stays_text(open_page) -> None:
    page = open_page()
    ask(page, "script <img src=x onerror=\"document.title='broken into'\"><b>bold</b>")
    expect(page.locator(".reply .statement").first).to_contain_text("<script>")
    expect(page.locator("#viewer h2")).to_contain_text("<script>")
    expect(page.locator(".asked")).to_contain_text("<b>bold</b>")
    assert page.locator(".asked b, .reply b b, img[src=x], .log script").count() == 0
    assert page.title().startswith("Fixcite")


def test_an_option_completes_the_first_question_in_its_conversation(open_page, service) -> None:
    page = open_page()
    ask(page, "which one?")
    page.get_by_role("button", name="WM-200", exact=True).click()
    expect(page.locator(".reply")).to_have_count(2)
    first, second = service.ask.asked
    assert first.conversation_id is None and second.conversation_id == "c1"
    assert second.product == "WM-200" and second.question == "WM-200"
    expect(page.get_by_role("button", name="WM-200", exact=True)).to_be_disabled()


def test_the_picked_product_takes_the_place_of_the_one_in_the_field(open_page, service) -> None:
    page = open_page()
    field = page.locator("#product")
    ask(page, "which one?")
    page.get_by_role("button", name="WM-200", exact=True).click()
    expect(page.locator(".reply")).to_have_count(2)
    expect(field).to_have_value("")  # the conversation carries it, and lets another question name another
    page.get_by_role("button", name="New conversation").click()
    field.fill("N7")
    service.ask.asks_back = True
    ask(page, "which one?")
    page.get_by_role("button", name="WM-200", exact=True).click()
    expect(page.locator(".reply")).to_have_count(2)
    expect(field).to_have_value("WM-200")
    ask(page, "why")
    expect(page.locator(".reply")).to_have_count(3)
    assert service.ask.asked[-1].product == "WM-200"


def test_a_refusal_offers_the_closest_page(open_page) -> None:
    page = open_page()
    ask(page, "refuse")
    expect(page.locator(".reply.refuse")).to_contain_text("Not answered")
    place = page.locator(".pages button")
    expect(place.locator("small")).not_to_be_empty()  # which of the places of that page
    place.click()
    expect(page.locator("#viewer rect")).to_have_count(1)


def test_a_rating_with_a_reason_is_stored(open_page, service) -> None:
    page = open_page()
    ask(page, "person")
    expect(page.locator(".reply.handoff")).to_contain_text("H-7")
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("button", name="Unsafe").click()
    page.get_by_role("textbox", name="Anything else").fill("hot")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".feedback")).to_contain_text("Thank you")
    with service.catalogue.engine.connect() as db:
        row = db.exec_driver_sql("select rating, reasons, comment from feedback").one()
    assert tuple(row) == ("down", '["unsafe"]', "hot")


def test_a_fault_is_told_and_the_question_can_be_sent_again(open_page, service) -> None:
    page = open_page()
    ask(page, "broken index")
    card = page.locator(".fault")
    expect(card).to_contain_text("being rebuilt")
    page.get_by_role("button", name="Try again").click()
    expect(card).to_contain_text("being rebuilt")
    assert len(service.ask.asked) == 2
    page.locator("#question").fill("")
    page.locator("#send").click()
    expect(page.locator("#ask-note")).to_contain_text("Write a question")


def test_a_rejected_question_comes_back_to_be_changed(open_page, service) -> None:
    page = open_page()
    ask(page, "unusable words")
    expect(page.locator(".fault")).to_contain_text("cannot be used")
    expect(page.locator("#question")).to_have_value("unusable words")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    ask(page, "broken index")
    expect(page.locator("#question")).to_have_value("broken index")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".fault")).to_have_count(2)
    assert [one.question for one in service.ask.asked] == ["unusable words", "broken index", "broken index"]


def test_a_fault_is_told_in_the_language_of_the_page(open_page) -> None:
    page = open_page("/?lang=zh", locale="en-US")
    ask(page, "broken index")
    expect(page.locator(".fault")).to_contain_text("索引正在重建。")
    page.locator("#language").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".fault")).to_contain_text("The index is being rebuilt.")


def test_a_question_that_is_too_long_stays_in_its_box(open_page, service) -> None:
    page = open_page()
    words = "😀" * 2001
    ask(page, words)
    expect(page.locator("#ask-note")).to_contain_text("2001 characters; 2000 are allowed")
    expect(page.locator("#question")).to_have_value(words)
    assert service.ask.asked == []
    ask(page, "why" + "😀" * 1997)
    expect(page.locator(".reply")).to_have_count(1)


def test_progress_is_told_and_an_ask_can_be_stopped(open_page, service) -> None:
    service.ask.gate = threading.Event()
    page = open_page()
    ask(page, "why")
    expect(page.locator(".progress")).to_contain_text("Checking every citation")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".progress")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    service.ask.gate.set()


def test_the_language_is_switched_in_place(open_page) -> None:
    page = open_page()
    ask(page, "why")
    expect(page.locator(".reply")).to_contain_text("Quoted from the manuals")
    page.locator("#language").click()
    expect(page.locator(".reply")).to_contain_text("引自手册原文")
    expect(page.locator("#question")).to_have_attribute("placeholder", "例如：屏幕显示 E04，机器不转")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans" and page.url.endswith("?lang=zh")


def test_the_keyboard_is_enough(open_page) -> None:
    page = open_page()
    page.keyboard.type("why")
    page.keyboard.press("Enter")
    expect(page.locator(".cite").first).to_be_visible()
    page.locator(".cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#viewer rect")).to_have_count(1)
    expect(page.locator(".cite").first).to_have_attribute("aria-current", "true")
    assert page.locator("#log").get_attribute("aria-live") == "polite"


def test_photos_are_pasted_dropped_bounded_and_removed(open_page) -> None:
    page = open_page()
    give = """([kind, names]) => {
      const held = new DataTransfer();
      const kind_of = (name) => (name.endsWith("txt") ? "text/plain" : "image/png");
      const file = (name) => new File([new Uint8Array([137, 80])], name, { type: kind_of(name) });
      for (const name of names) held.items.add(file(name));
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: held })
        : new DragEvent("drop", { ...options, dataTransfer: held }));
    }"""
    page.evaluate(give, ["paste", ["a.png"]])
    expect(page.locator("#photos li")).to_have_count(1)
    page.evaluate(give, ["drop", ["b.png", "c.png", "d.png", "e.png"]])
    expect(page.locator("#photos li")).to_have_count(4)
    expect(page.locator("#photo-note")).to_contain_text("At most 4")
    page.evaluate(give, ["drop", ["notes.txt"]])
    expect(page.locator("#photo-note")).to_contain_text("notes.txt is not a picture")
    page.get_by_role("button", name="Remove photo a.png").click()
    expect(page.locator("#photos li")).to_have_count(3)


def test_a_phone_shows_everything_in_one_column_and_the_page_on_demand(open_page) -> None:
    page = open_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    ask(page, "why")
    expect(page.locator(".reply")).to_be_visible()
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".cite").first.click()
    expect(page.locator("#viewer rect")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "cite"


def test_products_are_offered_from_the_live_manuals(open_page) -> None:
    page = open_page()
    expect(page.locator("#products option")).to_have_count(2)
    assert page.locator("#products option").first.get_attribute("value") == "WM-200"


def test_manuals_that_disagree_are_named_above_what_they_say(open_page, scripted) -> None:
    page = open_page()
    ask(page, "why do they disagree")
    listed = page.locator(".claims > li")
    expect(page.locator(".claims > .speaks")).to_have_count(2)
    texts = [listed.nth(n).inner_text() for n in range(listed.count())]
    assert texts[0].endswith("· B") and "Acme" not in texts[0]
    assert texts[-2].endswith("· A") and "15 N·m" in texts[-1]
    page = open_page()
    ask(page, "why")
    expect(page.locator(".claims > li").first).to_be_visible()
    expect(page.locator(".claims > .speaks")).to_have_count(0)
