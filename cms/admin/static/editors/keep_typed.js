// Nothing typed is lost when the sign-in ends while somebody writes. What could not be saved is kept in this tab of the
// browser (sessionStorage: it goes when the tab is closed, after a save, and when the person signs out). After a sign-in
// in another tab the same form goes on with a fresh CSRF token; after a reload the kept text is saved into the draft.
(() => {
  const { state: STATE, done: DONE, login: LOGIN, logout: LOGOUT } = document.currentScript.dataset;
  const WORDS = JSON.parse(document.currentScript.dataset.words); // in the language of the page (cms.admin.sign_in)
  const PREFIX = "tomoshibi-typed:";
  const NOTICE = "tomoshibi-typed-notice";
  const OF_THE_REQUEST = ["csrfmiddlewaretoken", "next"];
  const OF_THE_VERSION = ["loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"];
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("tomoshibi-sign-in") : null;

  let form = null;
  let opened = null; // where the form would have been sent when the page was opened
  let typist = null; // who this page was given to
  let ended = false;
  let overwritten = null; // the version that Wagtail's autosave writes over: its own
  let box = null;

  // --- What is kept -----------------------------------------------------------------------------------------------

  const place = () => new URL(form.getAttribute("action") || location.href, location.href).pathname;

  const fieldsOf = (data) =>
    [...data.entries()].filter(([name, value]) => typeof value === "string" && !OF_THE_REQUEST.includes(name));

  const read = (path) => {
    try {
      return JSON.parse(sessionStorage.getItem(PREFIX + path));
    } catch {
      return null;
    }
  };

  const write = (path, kept) => {
    try {
      sessionStorage.setItem(PREFIX + path, JSON.stringify(kept));
      return true;
    } catch {
      return false; // the browser's store is full or shut: the page itself still holds the text
    }
  };

  const keep = (why) => {
    if (!typist) return false;
    const data = new FormData(form);
    if (overwritten) data.set("overwrite_revision_id", overwritten);
    return write(place(), { person: typist.person, why, fields: fieldsOf(data) });
  };

  const forget = (path) => sessionStorage.removeItem(PREFIX + path);

  const forgetAll = (which) => {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => {
        const path = key.slice(PREFIX.length);
        if (which(read(path) || {})) forget(path);
      });
  };

  const words = (fields) =>
    JSON.stringify(fields.filter(([name]) => !OF_THE_VERSION.includes(name)).map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]));

  // --- What is said -----------------------------------------------------------------------------------------------

  const worded = (name, told) => WORDS[name].replace(/\{(\w+)\}/g, (_, key) => told[key]);

  const say = (role, heading, text, ...actions) => {
    if (box) box.remove();
    box = document.createElement("div");
    box.className = `house-typed house-typed--${role}`;
    box.setAttribute("role", role);
    box.tabIndex = -1;
    document.body.append(box); // first the empty region, then its words: so they are read out
    const title = document.createElement("strong");
    title.textContent = heading;
    const body = document.createElement("p");
    body.textContent = text;
    const ways = document.createElement("div");
    ways.className = "house-typed__ways";
    ways.append(...actions);
    box.append(title, body, ways);
  };

  const hush = () => {
    if (box) box.remove();
    box = null;
  };

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const close = () => button(WORDS.close, hush);

  const toSignIn = () => {
    const link = document.createElement("a");
    link.href = `${LOGIN}?next=${encodeURIComponent(DONE)}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.className = "button button-small";
    link.textContent = WORDS.signIn;
    return link;
  };

  const sayEnded = (isKept) => {
    say(
      "alert",
      WORDS.ended,
      isKept ? WORDS.endedKept : WORDS.endedHere,
      toSignIn(),
      button(WORDS.goOn, look),
    );
  };

  // --- Whether the person is still signed in ----------------------------------------------------------------------

  const ask = async () => {
    const answer = await fetch(STATE, { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
    if (answer.ok) return answer.json();
    if (answer.status === 403) return null;
    throw new Error(`The state of the sign-in answered ${answer.status}`);
  };

  const takeToken = (token) => {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = token;
    });
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
  };

  const saveNow = () =>
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));

  const goOn = (person) => {
    takeToken(person.token);
    ended = false;
    say("status", WORDS.signedIn, WORDS.saving, close());
    saveNow();
  };

  // Ask, and say what has come of it. Where the answer does not come, nothing is known and nothing is said.
  const look = async () => {
    const now = await ask().catch(() => undefined);
    if (now === undefined) return;
    if (now === null) {
      if (!ended) sayEnded(keep("ended"));
      else if (box) box.focus();
      ended = true;
    } else if (typist && now.person !== typist.person) {
      ended = true;
      keep("ended");
      say(
        "alert",
        worded("other", now),
        worded("otherTyped", typist),
        button(WORDS.goOnAgain, look),
      );
    } else if (ended) goOn(now);
    else takeToken(now.token);
  };

  // --- Bringing back what was kept --------------------------------------------------------------------------------

  const leaveQuietly = () =>
    window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });

  // The server shows the kept fields in its own form, with whatever it has to say about them.
  const sendWhole = (path, kept) => {
    write(path, { ...kept, why: "sent", tried: true });
    sessionStorage.setItem(NOTICE, "1");
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = path;
    const fields = kept.fields.filter(([name]) => !OF_THE_VERSION.includes(name));
    [...fields, ["csrfmiddlewaretoken", typist.token]].forEach(([name, value]) => {
      const field = document.createElement("textarea"); // an input would lose the ends of lines
      field.name = name;
      field.value = value;
      sent.append(field);
    });
    sent.hidden = true;
    document.body.append(sent);
    leaveQuietly();
    sent.submit();
  };

  const offer = (path, kept, text) =>
    say(
      "alert",
      WORDS.left,
      text,
      button(WORDS.bringBack, () => sendWhole(path, kept)),
      button(WORDS.discard, () => {
        forget(path);
        hush();
      }),
    );

  const save = async (path, kept) => {
    const data = new FormData();
    kept.fields.forEach(([name, value]) => data.append(name, value));
    data.set("csrfmiddlewaretoken", typist.token);
    const answer = await fetch(path, { method: "POST", body: data, headers: { Accept: "application/json" } });
    return answer.json();
  };

  const bringBack = async (path, kept) => {
    const saved = kept.tried ? {} : await save(path, kept).catch(() => ({}));
    if (saved.success) {
      forget(path);
      sessionStorage.setItem(NOTICE, "1");
      leaveQuietly();
      location.replace(saved.url || path);
    } else if (saved.error_code === "validation_error") sendWhole(path, kept);
    else if (saved.error_code === "invalid_revision") {
      offer(
        path,
        kept,
        WORDS.newer,
      );
    } else offer(path, kept, saved.error_message || WORDS.refused);
  };

  const answered = () => document.querySelector(".messages .success, .messages .error");

  // Waits until Wagtail's own widgets have filled the form: only then can it be compared.
  const open = async () => {
    const brought = sessionStorage.getItem(NOTICE);
    if (form) typist = await ask().catch(() => null);
    const kept = typist && read(opened);
    const ours = kept && kept.person === typist.person;
    if (brought && (!ours || answered())) {
      sessionStorage.removeItem(NOTICE);
      say("status", WORDS.brought, WORDS.look, close());
    } else if (ours && words(kept.fields) === words(fieldsOf(new FormData(form)))) {
      if (!answered()) forget(opened);
    } else if (ours) await bringBack(opened, kept);
  };

  // --- When -------------------------------------------------------------------------------------------------------

  const begin = () => {
    if (document.body.classList.contains("login")) return;
    if (document.querySelector("[data-sign-in-done]") && channel) channel.postMessage("signed in");
    document.addEventListener("submit", (event) => {
      if (new URL(event.target.action, location.href).pathname === LOGOUT) forgetAll(() => true);
    });
    if (document.querySelector(".messages .success")) forgetAll((kept) => kept.why === "sent");
    form = document.querySelector("form[data-edit-form]");
    window.addEventListener("load", () => setTimeout(open, 300));
    if (!form) return;
    opened = place();

    document.addEventListener("w-autosave:save", (event) => {
      overwritten = event.detail.formData.get("overwrite_revision_id");
    });
    document.addEventListener("w-autosave:success", (event) => {
      overwritten = event.detail.data.revision_id || overwritten;
      [opened, place()].forEach(forget); // the first save of a new entry changes its place
      hush();
    });
    document.addEventListener("w-autosave:error", (event) => {
      if (!["server_error", "network_error"].includes(event.detail.type)) return;
      keep("failed");
      if (event.detail.type === "server_error") look();
    });
    document.addEventListener("w-swap:error", look); // the ping of an open editor was refused
    document.addEventListener("visibilitychange", () => ended && !document.hidden && look());
    window.addEventListener("focus", () => ended && look());
    window.addEventListener("pagehide", () => ended && keep("ended"));
    if (channel) channel.addEventListener("message", look);
    form.addEventListener("submit", (event) => {
      keep("sent");
      if (!ended) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      look();
    }, { capture: true });
  };

  document.addEventListener("DOMContentLoaded", begin);
})();
