"""Whether HTML runs anything: a real browser reads it by innerHTML, and its own parser tells what is there."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.delivery.reader import ask

LANGUAGES = ("ja", "ja-easy", "en", "zh-hans", "ko", "vi")

# Returns what is in each HTML and should not be; `fired` counts what ran.
LOOK = """async (htmls) => {
  let fired = 0;
  const told = [];
  window.pwn = window.alert = window.confirm = window.prompt = () => { fired += 1; };
  window.addEventListener("message", () => { fired += 1; });
  const elements = new Set(("H2 H3 H4 P UL OL LI STRONG EM A BR FIGURE FIGCAPTION PICTURE SOURCE IMG BLOCKQUOTE FOOTER "
    + "ASIDE").split(" "));
  const attributes = {
    A: ["href", "rel"], ASIDE: ["class"], SOURCE: ["type", "srcset", "sizes"],
    IMG: ["src", "alt", "width", "height", "loading", "decoding"],
  };
  for (const html of htmls) {
    const place = document.createElement("div");
    document.body.append(place);
    place.innerHTML = html;
    for (const element of place.querySelectorAll("*")) {
      const known = attributes[element.tagName] ?? [];
      if (!elements.has(element.tagName) || element.namespaceURI !== "http://www.w3.org/1999/xhtml")
        told.push(`<${element.tagName}> in ${html}`);
      for (const { name, value } of element.attributes) {
        if (!known.includes(name)) told.push(`${name}= in ${html}`);
        if (name === "href" && !["http:", "https:", "mailto:", "tel:"].includes(element.protocol)
            && !value.startsWith("/sites/")) told.push(`href=${value} in ${html}`);
        if (name === "src" && !new URL(value, "https://x.test").pathname.startsWith("/media/"))
          told.push(`src=${value} in ${html}`);
      }
      element.focus?.();
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { fired, told };
}"""


def look(page: Page, htmls: list[str]) -> dict[str, Any]:
    """What ran (`fired`) and what could (`told`) when a page shows these texts."""
    page.goto("about:blank")
    page.set_content("<!doctype html><title>Readers</title>")
    page.on("dialog", lambda dialogue: dialogue.dismiss())
    found: dict[str, Any] = page.evaluate(LOOK, htmls)
    return found


def html_of_every_answer() -> list[str]:
    """Each `html` of every article, FAQ and message, in every channel and language, details and lists."""
    found: list[str] = []
    for segment in ("articles", "faqs", "messages"):
        for channel, languages in (("website", LANGUAGES), ("partners", ("",)), ("kids", ("",))):
            for language in languages:
                suffix = f"lang={language}" if language else ""
                listed = ask(f"/api/v1/{channel}/{segment}?limit=100&{suffix}".rstrip("&"))
                if listed.status == 404:
                    continue
                found += _html(listed.json)
                for item in listed.json["items"]:
                    got = ask(f"/api/v1/{channel}/{segment}/{item['id']}?{suffix}".rstrip("?"))
                    assert got.status == 200
                    found += _html(got.json)
    return sorted(set(found))


def _html(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "html":
                yield inner
            yield from _html(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _html(inner)
