// The report 「内容の点検」: goes on with the round that runs, shows how far it is, and shows the findings at its end.
(() => {
  const start = () => {
    const box = document.querySelector("[data-round][data-round-goes-on]");
    if (!box) return;
    const bar = box.querySelector("progress");
    const status = box.querySelector("[data-round-status]");
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    let told = 0;

    const step = () =>
      fetch(box.dataset.round, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } })
        .then((answer) => {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        })
        .then((answer) => {
          if (answer.finished) {
            status.textContent = answer.said;
            window.location.assign(window.location.pathname);
            return;
          }
          bar.max = answer.total || 1;
          bar.value = answer.done;
          // Read aloud at every tenth, not at every step.
          const tenth = Math.floor((answer.done / (answer.total || 1)) * 10);
          if (tenth > told) {
            told = tenth;
            status.textContent = answer.said;
          }
          setTimeout(step, 100);
        })
        .catch(() => {
          status.textContent = box.dataset.roundStopped;
        });

    step();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
