// Opening hours by clicking: below each field of hours, a form of days and times that writes the expression into it, and
// what it means for the next fourteen days. The expression stays the truth; what the form cannot show is left as it is.
(() => {
  const { read, write, DAY } = globalThis.hoursRules;
  const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"];
  const SPECIALS = ["holidays", "yearly", "nth", "monthly", "dates"];
  const FRESH = {
    holidays: () => ({ kind: "holidays" }),
    yearly: () => ({ kind: "yearly", from: "12-29", to: "01-03" }),
    nth: () => ({ kind: "nth", week: 2, day: "Sa" }),
    monthly: () => ({ kind: "monthly", date: 10 }),
    dates: () => ({ kind: "dates", from: "", to: "" }),
  };
  const WAIT = 400;

  // A row holds a time to begin and one to end, so at most a day: what runs on longer is left as it is written.
  const fits = ({ groups, specials }) => [...groups, ...specials].every(({ spans }) => (
    spans.every(([start, end]) => end - start <= DAY)
  ));

  // --- Words, in the language of the page: each field brings them (cms.admin.hours) ---

  let words = {};
  const say = (name, told = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => told[key]);

  // --- Pieces of the page ---

  const make = (name, attributes = {}, ...content) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (typeof value === "boolean") element[key] = value;
      else element.setAttribute(key, value);
    });
    element.append(...content);
    return element;
  };
  const button = (text, onclick, label = text) =>
    make("button", { type: "button", class: "button button-small button-secondary", "aria-label": label, onclick }, text);
  const labelled = (text, control) => make("label", { class: "hours-label" }, make("span", {}, text), control);
  const choice = (options, value, onchange) => {
    const made = options.map(([key, text]) => make("option", { value: key, selected: String(key) === String(value) }, text));
    return make("select", { onchange: (event) => onchange(event.target.value) }, ...made);
  };

  const clock = (minutes) => {
    const within = minutes === null ? null : minutes % DAY;
    return within === null ? "" : `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
  };
  const minutes = (text) => (text ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) : null);

  // --- The form as it is being filled in: a time or a day may be missing yet ---

  const filled = ({ start, end }) => start !== null && end !== null;
  const span = ({ start, end }) => [start, end > start ? end : end + DAY];
  const spansOf = (times) => times.filter(filled).map(span);
  const times = (spans) => spans.map(([start, end]) => ({ start, end: end % DAY }));
  const dated = ({ from, to }) => Boolean(from && to && (from.length === 5 || from <= to));

  const draftOf = (form) => ({
    always: form.always,
    groups: form.groups.map(({ days, spans }) => ({ days: [...days], times: times(spans) })),
    specials: form.specials.map(({ on, spans }) => ({ on, opens: spans.length > 0, times: times(spans) })),
  });
  const formOf = (draft) => ({
    always: draft.always,
    groups: draft.groups.map((group) => ({ days: group.days, spans: spansOf(group.times) })),
    specials: draft.specials
      .filter(({ on, opens, times: told }) => (!("from" in on) || dated(on)) && (!opens || told.some(filled)))
      .map(({ on, opens, times: told }) => ({ on, spans: opens ? spansOf(told) : [] })),
  });

  class HoursForm {
    constructor(input) {
      this.input = input;
      this.fields = make("div", { class: "hours-fields", id: `${input.id}-fields`, hidden: true });
      this.days = make("div", { class: "hours-days", role: "status" });
      this.toggle = button(say("open"), () => this.open(this.fields.hidden));
      this.toggle.setAttribute("aria-expanded", "false");
      this.toggle.setAttribute("aria-controls", this.fields.id);
      const around = make("div", { class: "hours" }, this.toggle, this.fields, this.days);
      // An editor leaves the field before saving: what is typed there is read once it is left.
      input.addEventListener("change", (event) => { if (event.isTrusted) this.typed(); });
      input.after(around);
    }

    open(wanted) {
      this.fields.hidden = !wanted;
      this.toggle.setAttribute("aria-expanded", String(wanted));
      if (!wanted) return;
      this.typed();
      this.fields.querySelector("button, input, select")?.focus();
    }

    typed() {
      const form = read(this.input.value);
      this.draft = form && fits(form) ? draftOf(form) : null;
      if (!this.fields.hidden) this.render();
      this.look();
    }

    // The expression follows every click at once, so nothing is lost by saving quickly.
    changed() {
      this.input.value = write(formOf(this.draft));
      ["input", "change"].forEach((name) => this.input.dispatchEvent(new Event(name, { bubbles: true })));
      this.look();
    }

    // After a row came or went, the keyboard goes on where one expects it.
    rows(change, next) {
      change();
      this.changed();
      this.render();
      this.fields.querySelector(next)?.focus();
    }

    render() {
      this.fields.replaceChildren(...(this.draft ? this.parts() : this.beyond()));
    }

    beyond() {
      const again = () => { this.draft = draftOf(read("")); this.rows(() => {}, "input"); };
      return [
        make("p", {}, say("beyond")),
        button(say("again"), again),
      ];
    }

    parts() {
      const { draft } = this;
      const set = (event) => this.rows(() => { draft.always = event.target.checked; }, ".hours-always");
      const always = make("input", { type: "checkbox", class: "hours-always", checked: draft.always, onchange: set });
      const parts = [make("label", { class: "hours-tick" }, always, say("always"))];
      if (!draft.always) {
        parts.push(...draft.groups.map((group, place) => this.group(group, place)));
        const add = () => draft.groups.push({ days: [], times: [{ start: null, end: null }] });
        parts.push(button(say("addGroup"), () => this.rows(add, `.hours-group:nth-of-type(${draft.groups.length + 1}) input`)));
      }
      parts.push(...draft.specials.map((special, place) => this.special(special, place)));
      parts.push(make("div", { class: "hours-more" }, ...this.more()));
      return parts;
    }

    more() {
      const { specials } = this.draft;
      const add = (on, opens = false) => () => this.rows(
        () => specials.push({ on, opens, times: [{ start: null, end: null }] }),
        `.hours-special[data-place="${specials.length}"] select`,
      );
      const has = (kind) => specials.some(({ on }) => on.kind === kind);
      return [
        ...(has("holidays") ? [] : [button(say("noHolidays"), add(FRESH.holidays()))]),
        ...(has("yearly") ? [] : [button(say("noNewYear"), add(FRESH.yearly()))]),
        button(say("addSpecial"), add(FRESH.nth())),
      ];
    }

    group(group, place) {
      const days = DAYS.map((day) => {
        const set = (event) => {
          group.days = DAYS.filter((each) => (each === day ? event.target.checked : group.days.includes(each)));
          this.changed();
        };
        const tick = make("input", { type: "checkbox", checked: group.days.includes(day), onchange: set });
        return make("label", { class: "hours-tick" }, tick, say(day));
      });
      const legend = say("group", { number: place + 1 });
      const remove = () => this.draft.groups.splice(place, 1);
      return make(
        "fieldset", { class: "hours-group" },
        make("legend", {}, legend),
        make("div", { class: "hours-row" }, ...days),
        this.times(group.times, legend, `.hours-group:nth-of-type(${place + 1})`),
        button(say("removeGroup"), () => this.rows(remove, ".hours-always"), say("removeNamed", { legend })),
      );
    }

    times(list, legend, within) {
      const rows = list.map((one, place) => {
        const night = make("span", { class: "hours-night" });
        const show = () => { night.textContent = filled(one) && one.end !== 0 && one.end <= one.start ? say("nextDay") : ""; };
        const field = (end, name) => {
          const set = (event) => { one[end] = minutes(event.target.value); show(); this.changed(); };
          const label = `${legend} ${name}${list.length > 1 ? ` ${place + 1}` : ""}`;
          return make("input", { type: "time", "aria-label": label, value: clock(one[end]), onchange: set });
        };
        const remove = () => list.splice(place, 1);
        const gone = list.length > 1
          ? [button(
            say("remove"), () => this.rows(remove, `${within} input[type=time]`),
            say("removeTime", { legend, number: place + 1 }),
          )] : [];
        show();
        return make("div", { class: "hours-row" }, field("start", say("start")), say("until"), field("end", say("end")), night, ...gone);
      });
      const add = () => list.push({ start: null, end: null });
      const more = button(
        say("addTime"), () => this.rows(add, `${within} .hours-row:nth-of-type(${list.length + 1}) input[type=time]`),
        say("addTimeTo", { legend }),
      );
      return make("div", { class: "hours-times" }, ...rows, more);
    }

    special(special, place) {
      const legend = say("special", { number: place + 1 });
      const within = `.hours-special[data-place="${place}"]`;
      const kind = choice(SPECIALS.map((each) => [each, say(each)]), special.on.kind, (value) => this.rows(
        () => { special.on = FRESH[value](); }, `${within} select`,
      ));
      const opens = choice([["", say("closed")], ["opens", say("opens")]], special.opens ? "opens" : "", (value) => this.rows(() => {
        special.opens = Boolean(value);
        if (!special.times.length) special.times.push({ start: null, end: null });
      }, `${within} .hours-opens select`));
      const remove = () => this.draft.specials.splice(place, 1);
      return make(
        "fieldset", { class: "hours-special", "data-place": String(place) },
        make("legend", {}, legend),
        make(
          "div", { class: "hours-row" },
          labelled(say("which"), kind), ...this.on(special.on),
          make("span", { class: "hours-opens" }, labelled(say("onThatDay"), opens)),
        ),
        ...(special.opens ? [this.times(special.times, legend, within)] : []),
        button(say("removeSpecial"), () => this.rows(remove, ".hours-more button"), say("removeNamed", { legend })),
      );
    }

    // What tells the days of one kind: which week, which day of the month, from when until when.
    on(on) {
      const pick = (name, text, options) => labelled(text, choice(options, on[name], (value) => {
        on[name] = name === "day" ? value : Number(value);
        this.changed();
      }));
      const count = (to) => Array.from({ length: to }, (_, place) => place + 1);
      const ends = [["from", say("from")], ["to", say("to")]];
      return {
        holidays: () => [],
        nth: () => [
          pick("week", say("week"), [...count(5).map((week) => [week, say(`nth${week}`)]), [-1, say("last")]]),
          pick("day", say("weekday"), DAYS.filter((day) => day !== "PH").map((day) => [day, say(`${day}Long`)])),
        ],
        monthly: () => [pick("date", say("day"), count(31).map((number) => [number, say("dayNumber", { number })]))],
        yearly: () => ends.flatMap(([end, text]) => this.monthDay(on, end, text, count)),
        dates: () => ends.map(([end, text]) => {
          const set = (event) => { on[end] = event.target.value; this.changed(); };
          return labelled(text, make("input", { type: "date", value: on[end], onchange: set }));
        }),
      }[on.kind]();
    }

    monthDay(on, end, text, count) {
      const part = (from, name, most) => labelled(say("partOf", { text, part: say(name) }), choice(
        count(most).map((number) => [String(number).padStart(2, "0"), say(`${name}Number`, { number })]), on[end].slice(from, from + 2),
        (value) => {
          on[end] = from ? on[end].slice(0, 3) + value : value + on[end].slice(2);
          this.changed();
        },
      ));
      return [part(0, "month", 12), part(3, "day", 31)];
    }

    // --- What it means ---

    look() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.show(), WAIT);
    }

    async show() {
      const asked = this.input.value;
      const answer = await fetch(`${this.input.dataset.hoursPreview}?${new URLSearchParams({ hours: asked })}`)
        .then((found) => (found.ok ? found.json() : null), () => null);
      if (asked !== this.input.value) return;
      if (!answer) {
        this.days.replaceChildren(make("p", {}, say("unknown")));
        return;
      }
      const rows = answer.days.map(({ day, hours, holiday }) => make(
        "tr", {}, make("th", { scope: "row" }, day), make("td", {}, hours), make("td", {}, holiday),
      ));
      const table = make("table", {}, make("caption", {}, say("caption")), make("tbody", {}, ...rows));
      this.days.replaceChildren(answer.problem ? make("p", {}, answer.problem) : table);
    }
  }

  const startWithin = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const start = (input) => {
      if (input.nextElementSibling?.classList.contains("hours")) return;
      words = JSON.parse(input.dataset.hoursWords);
      new HoursForm(input);
    };
    if (node.matches("input[data-hours-preview]")) start(node);
    node.querySelectorAll("input[data-hours-preview]").forEach(start);
  };

  document.addEventListener("DOMContentLoaded", () => {
    startWithin(document.documentElement);
    // What comes later: another contact point.
    new MutationObserver((changes) => {
      changes.forEach((change) => change.addedNodes.forEach(startWithin));
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
