// What Wagtail draws by scripts and leaves without what a screen reader or a keyboard needs: the box for rich text has
// no name, and the list of what a long form holds scrolls and cannot be reached.
(() => {
  const name = (box) => {
    const input = box.closest(".Draftail-Editor__wrapper")?.parentElement?.querySelector("[data-draftail-input]");
    const label =
      (input?.id && document.querySelector(`label[for="${CSS.escape(input.id)}"]`)) ||
      box.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
    const said = label?.textContent.replace("*", "").trim();
    if (said) box.setAttribute("aria-label", said);
  };
  const mend = () => {
    document.querySelectorAll(".public-DraftEditor-content:not([aria-label])").forEach(name);
    for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) {
      if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    }
  };
  let waits = false;
  const soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      mend();
    });
  };
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
})();
