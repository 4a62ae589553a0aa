// What the page says now, hidden parts and templates included: [where, text] pairs. The twin of said.py.
() => {
  const silent = new Set(["IFRAME", "SCRIPT", "STYLE", "CODE", "KBD", "SAMP", "PRE", "TEXTAREA", "NOSCRIPT"]);
  const spoken =
    /^(?:aria-(?:label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|data-(?!w-session-)[\w-]*-(?:active|content|label|text|message|title|description)-value|data-tippy-content)$/;
  const said = [];
  const foreign = (element) => element.hasAttribute("lang") && !element.getAttribute("lang").startsWith("ja");
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent.trim();
      if (text) said.push([`<${(node.parentElement?.tagName ?? "").toLowerCase()}>`, text]);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      // What a person types into, or has typed: data. The editor's own hints are attributes and neighbours.
      if (foreign(node) || (node.isContentEditable && !node.parentElement?.isContentEditable)) return;
      for (const { name, value } of node.attributes) {
        if (spoken.test(name)) said.push([`<${node.tagName.toLowerCase()} ${name}>`, value]);
      }
      if (node.tagName === "INPUT" && ["submit", "button", "reset"].includes(node.type)) {
        said.push(["<input value>", node.value]);
      }
      // Wagtail writes None into a counter that it never shows; its calendar has a button that it never shows.
      if (silent.has(node.tagName) || node.matches("[data-side-panel-toggle-counter], .xdsoft_save_selected")) return;
      if (node.tagName === "TEMPLATE") walk(node.content);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(document.documentElement);
  return said;
}
