// Asks for one piece of work after another and moves the bar. Without this file the button does the same, once a press.
(() => {
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const bar = document.querySelector(".house-progress");
  const words = document.querySelector(".house-progress-words");
  const button = form.querySelector("button");

  const step = async () => {
    const sent = new FormData(form);
    sent.set("do", "step");
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type").includes("application/json")) throw new Error(answer.status);
    return answer.json();
  };

  const work = async () => {
    button.disabled = true;
    try {
      for (;;) {
        const told = await step();
        bar.value = told.done;
        words.textContent = told.said;
        if (!told.at_work) break;
      }
      window.location.reload();
    } catch {
      words.textContent = form.dataset.stopped;
      button.disabled = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    work();
  });
  if (form.dataset.steps) work();
})();
