// POST with a streamed answer: an async iterator of {event, data}. Refusals before the stream throw the problem.

import { page, say } from "./words.js";

export async function* stream(url, form, signal) {
  let response;
  try {
    const headers = { Accept: "text/event-stream", "Accept-Language": page.lang };
    response = await fetch(url, { method: "POST", body: form, signal, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw { detail: say("error_network") };
  }
  if (!response.ok) throw await response.json().catch(() => ({ detail: response.statusText }));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    let end;
    while ((end = held.indexOf("\n\n")) >= 0) {
      const event = parse(held.slice(0, end));
      held = held.slice(end + 2);
      if (event) yield event;
    }
  }
}

function parse(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice(7);
    else if (line.startsWith("data: ")) data.push(line.slice(6));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
