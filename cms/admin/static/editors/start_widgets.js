// Starts the widgets that Wagtail would start by a script inside the page. Our pages allow no such scripts, so the page
// carries what to start as data. Only the names below are started: whoever manages to write into a page can start
// nothing else.
(() => {
  const FUNCTIONS = ["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"];
  const CLASSES = [
    "Chooser", "DocumentChooser", "ImageChooser", "InlinePanel", "MultipleChooserPanel", "PageChooser", "SnippetChooser",
  ];

  const start = (element) => {
    const name = element.dataset.editorsStart;
    const given = JSON.parse(element.dataset.editorsArguments);
    element.removeAttribute("data-editors-start");
    if (FUNCTIONS.includes(name)) window[name](...given);
    else if (CLASSES.includes(name)) new window[name](...given);
    else throw new Error(`No widget is called ${name}`);
  };

  const startWithin = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("[data-editors-start]")) start(node);
    node.querySelectorAll("[data-editors-start]").forEach(start);
  };

  document.addEventListener("DOMContentLoaded", () => {
    startWithin(document.documentElement);
    // What comes later: another contact point, a form in a dialogue.
    new MutationObserver((changes) => {
      changes.forEach((change) => change.addedNodes.forEach(startWithin));
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
