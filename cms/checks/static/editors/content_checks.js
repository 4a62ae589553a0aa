// The panel 「内容の点検」 beside a form: sends the form as it stands to be checked, lists what is found, and leads to the
// field. The form is checked when it opens, after a pause in typing, and after each autosave; nothing is saved here.
(() => {
  const PAUSE = 1500;

  const visible = (element) => Boolean(element && element.offsetParent);

  // The forms of children in the order in which they will be saved, those marked for deletion left out.
  const childForm = (name, number) => {
    const orders = [...document.querySelectorAll(`input[name^="${name}-"][name$="-ORDER"]`)].filter((order) => {
      const removed = document.getElementsByName(order.name.replace(/ORDER$/, "DELETE"))[0];
      return /^[a-z_]+-\d+-ORDER$/.test(order.name) && !(removed && removed.value);
    });
    orders.sort((one, other) => Number(one.value) - Number(other.value));
    return orders[number] ? orders[number].name.replace(/-ORDER$/, "") : `${name}-${number}`;
  };

  const controlOf = (finding) => {
    const child = /^([a-z_]+)-(\d+)-(.+)$/.exec(finding);
    return child ? `${childForm(child[1], Number(child[2]))}-${child[3]}` : finding;
  };

  const open = (element) => {
    for (let node = element; node; node = node.parentElement) {
      if (node.matches('[role="tabpanel"][hidden]')) document.getElementById(node.getAttribute("aria-labelledby")).click();
      if (node.matches("[data-panel]")) {
        const toggle = node.querySelector("[data-panel-toggle][aria-expanded=false]");
        if (toggle && node.querySelector("[data-panel-toggle]") === toggle) toggle.click();
      }
    }
  };

  const place = (control) =>
    document.getElementById(`id_${control}`) ||
    document.querySelector(`[data-contentpath="${control}"]`) ||
    document.getElementById(`id_${control}-FORMS`) ||
    document.querySelector(`[name="${control}"]`);

  const lead = (finding) => {
    const found = place(controlOf(finding));
    if (!found) return;
    open(found);
    setTimeout(() => focusOn(found), 60); // a tab opens a moment after its label was pressed
  };

  const focusOn = (found) => {
    const field = found.closest("[data-field]") || found.closest("[data-contentpath]") || found.parentElement;
    const focusable = 'input:not([type=hidden]), textarea, select, [contenteditable="true"], button';
    const inside = [...field.querySelectorAll(focusable)].find(visible);
    const target = visible(found) && found.matches(focusable) ? found : inside;
    if (target) target.focus();
    field.scrollIntoView({ block: "center" });
  };

  const start = () => {
    const panel = document.querySelector("[data-content-checks]");
    const form = document.querySelector("[data-edit-form]");
    if (!panel || !form) return;
    const status = panel.querySelector("[data-content-checks-status]");
    const list = panel.querySelector("[data-content-checks-list]");
    const counter = document.querySelector(
      '[data-side-panel-toggle="findings"] [data-side-panel-toggle-counter]',
    );
    let waiting = null;
    let asking = null;

    const show = (answer) => {
      list.innerHTML = answer.html;
      if (counter) {
        counter.textContent = answer.count;
        counter.hidden = answer.count === 0;
      }
      if (status.textContent !== answer.said) status.textContent = answer.said;
    };

    const check = () => {
      clearTimeout(waiting);
      if (asking) asking.abort();
      asking = new AbortController();
      const address = panel.dataset.contentChecks + (panel.dataset.entry ? `?pk=${panel.dataset.entry}` : "");
      fetch(address, { method: "POST", body: new FormData(form), signal: asking.signal, headers: { Accept: "application/json" } })
        .then((answer) => {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(show)
        .catch((fault) => {
          if (fault.name !== "AbortError") status.textContent = panel.dataset.contentChecksFailed;
        });
    };

    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(check, PAUSE);
    };

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    document.addEventListener("w-autosave:success", (event) => {
      const answer = event.detail && event.detail.response;
      if (answer && answer.pk) panel.dataset.entry = answer.pk;
      later();
    });
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("[data-finding]");
      if (button) lead(button.dataset.finding);
    });
    setTimeout(check, 200);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
