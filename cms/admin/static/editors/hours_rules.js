// Opening hours between the form that people click and the expression that is stored. No page, no clock: tested alone.
//
// The form: {always, groups: [{days, spans}], specials: [{on, spans}]}. A span is [start, end] in minutes; one that ends
// after 1440 goes on after midnight. A special day without spans is a closed one. `on` names the days: {kind: "holidays"},
// {kind: "nth", week, day}, {kind: "monthly", date}, {kind: "yearly", from, to} as "12-29", {kind: "dates", from, to}.
//
// `write` splits nights at midnight, so that whoever reads the expression counts the same hours; where that cannot be
// said (other hours on some days beside nights of the week), the night stays whole and belongs to the day it begins on.
// `read` gives null for whatever `write` would not give back.
(() => {
  const DAY = 1440;
  const WEEK = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
  const DAYS = [...WEEK, "PH"];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const SPAN = "\\d{1,2}:\\d\\d-\\d{1,2}:\\d\\d";
  const RULE = new RegExp(`^(?:(.*?) ?)??(?:(${SPAN}(?:, ?${SPAN})*)( off)?|(off))$`);
  const MONTH = `(${MONTHS.join("|")})`;
  const MONTH_DAY = new RegExp(`^${MONTH} (\\d{1,2})(?:-(?:${MONTH} )?(\\d{1,2}))?$`);
  const DATES = new RegExp(`^(\\d{4}) ${MONTH} (\\d{1,2})(?:-(?:(\\d{4}) )?(?:${MONTH} )?(\\d{1,2}))?$`);
  const NTH = /^(Mo|Tu|We|Th|Fr|Sa|Su)\[(-?\d(?:,-?\d)*)\]$/;

  const two = (number) => String(number).padStart(2, "0");
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  // In order, and each hour once.
  const tidy = (spans) => [...spans].sort((one, other) => one[0] - other[0]).reduce((told, [start, end]) => {
    const last = told.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else told.push([start, end]);
    return told;
  }, []);
  const passes = (spans) => spans.some(([, end]) => end > DAY);

  // --- Days ---

  const monthDay = (text) => `${MONTHS[Number(text.slice(0, 2)) - 1]} ${text.slice(3)}`;
  const fullDate = (text) => `${text.slice(0, 4)} ${monthDay(text.slice(5))}`;
  const range = (from, to, written) => (from === to ? written(from) : `${written(from)}-${written(to)}`);
  const named = {
    holidays: () => "PH",
    nth: (on) => `${on.day}[${on.week}]`,
    monthly: (on) => MONTHS.filter((_, month) => on.date <= LONGEST[month]).map((month) => `${month} ${two(on.date)}`).join(","),
    yearly: (on) => range(on.from, on.to, monthDay),
    dates: (on) => range(on.from, on.to, fullDate),
  };

  // The day after a date; of a day of the year, none where it depends on the year.
  const dateAfter = (text) => new Date(Date.parse(`${text}T00:00Z`) + 86400000).toISOString().slice(0, 10);
  const dayAfter = (text) => (["02-28", "02-29"].includes(text) ? null : dateAfter(`2027-${text}`).slice(5));
  const nextDay = {
    holidays: () => "PH +1 day",
    nth: (on) => `${named.nth(on)} +1 day`,
    monthly: (on) => (on.date > 27 ? null : named.monthly({ date: on.date + 1 })),
    yearly: (on) => {
      const [from, to] = [dayAfter(on.from), dayAfter(on.to)];
      return from && to ? named.yearly({ from, to }) : null;
    },
    dates: (on) => named.dates({ from: dateAfter(on.from), to: dateAfter(on.to) }),
  };
  const after = (on) => nextDay[on.kind](on);

  // --- From the form to the expression ---

  const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const spansText = (spans) =>
    tidy(spans).map(([start, end]) => `${clock(start)}-${clock(end > DAY && end - start <= DAY ? end - DAY : end)}`).join(",");

  const daysText = (days) => {
    const runs = [];
    days.filter((day) => day !== "PH").forEach((day) => {
      const last = runs.at(-1);
      if (last && WEEK.indexOf(last.at(-1)) === WEEK.indexOf(day) - 1) last.push(day);
      else runs.push([day]);
    });
    const told = runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(",")));
    return [...told, ...(days.includes("PH") ? ["PH"] : [])].join(",");
  };

  const weekOf = (form) => {
    const week = Object.fromEntries(DAYS.map((day) => [day, []]));
    form.groups.forEach(({ days, spans }) => days.forEach((day) => { week[day] = tidy([...week[day], ...spans]); }));
    return week;
  };

  const splitWeek = (week) => {
    const split = Object.fromEntries(DAYS.map((day) => [day, week[day].map(([start, end]) => [start, Math.min(end, DAY)])]));
    WEEK.forEach((day, place) => {
      week[day].filter(([, end]) => end > DAY).forEach(([, end]) => split[WEEK[(place + 1) % 7]].push([0, end - DAY]));
    });
    return split;
  };

  const weekRules = (week) => {
    const byHours = new Map();
    DAYS.filter((day) => week[day].length).forEach((day) => {
      const hours = spansText(week[day]);
      byHours.set(hours, [...(byHours.get(hours) || []), day]);
    });
    const rules = [...byHours].map(([hours, days]) => ({ days, text: `${daysText(days)} ${hours}` }));
    // A rule overrules those before it, and holidays overrule days of the week.
    return [...rules.filter(({ days }) => !days.includes("PH")), ...rules.filter(({ days }) => days.includes("PH"))];
  };

  const canSplit = (form, week, open, closed) => {
    const weekly = DAYS.some((day) => passes(week[day]));
    if (weekly && (open.length || week.PH.length)) return false;
    // Two kinds of special days may fall on one: then only one of the two nights follows.
    if (open.length > 1 && open.some(({ spans }) => passes(spans))) return false;
    const all = [...Object.values(week).flat(), ...open.flatMap(({ spans }) => spans)];
    if (all.some(([start, end]) => end - start > DAY)) return false;
    const late = Math.max(0, ...all.map(([, end]) => end - DAY));
    if (closed.length && (form.always || all.some(([start]) => start < late))) return false;
    const moved = [...closed, ...open.filter(({ spans }) => passes(spans))];
    return moved.every(({ on }) => after(on));
  };

  const splitRules = (form, week, open, closed) => {
    const all = [...Object.values(week).flat(), ...open.flatMap(({ spans }) => spans)];
    const late = Math.max(0, ...all.map(([, end]) => end - DAY));
    const cut = (spans) => spans.map(([start, end]) => [start, Math.min(end, DAY)]);
    const tails = (spans) => spans.filter(([, end]) => end > DAY).map(([, end]) => [0, end - DAY]);
    return [
      ...(form.always ? [["; ", "24/7"]] : weekRules(splitWeek(week)).map(({ text }) => ["; ", text])),
      ...open.map(({ on, spans }) => ["; ", `${named[on.kind](on)} ${spansText(cut(spans))}`]),
      ...open.filter(({ spans }) => passes(spans)).map(({ on, spans }) => [", ", `${after(on)} ${spansText(tails(spans))}`]),
      ...closed.flatMap(({ on }) => [
        ["; ", `${named[on.kind](on)} ${clock(late)}-24:00 off`],
        ["; ", `${after(on)} 00:00-${clock(late)} off`],
      ]),
    ];
  };

  const plainRules = (form, week, open, closed) => [
    ...(form.always ? [["; ", "24/7"]] : weekRules(week).map(({ text }) => ["; ", text])),
    ...open.map(({ on, spans }) => ["; ", `${named[on.kind](on)} ${spansText(spans)}`]),
    ...closed.map(({ on }) => ["; ", `${named[on.kind](on)} off`]),
  ];

  const write = (form, { split = true } = {}) => {
    const week = form.always ? weekOf({ groups: [] }) : weekOf(form);
    const open = form.specials.filter(({ spans }) => spans.length).map(({ on, spans }) => ({ on, spans: tidy(spans) }));
    const closed = form.specials.filter(({ spans }) => !spans.length);
    // Holidays with hours like no day of the week are days of their own.
    if (week.PH.length && !WEEK.some((day) => same(week[day], week.PH))) {
      open.unshift({ on: { kind: "holidays" }, spans: week.PH });
      week.PH = [];
    }
    // Of days that are named twice, the last word counts.
    const each = new Map();
    open.forEach((one) => { each.delete(named[one.on.kind](one.on)); each.set(named[one.on.kind](one.on), one); });
    open.splice(0, open.length, ...each.values());
    const nights = [...Object.values(week), ...open.map(({ spans }) => spans)].some(passes);
    const whole = !(split && nights && canSplit(form, week, open, closed));
    const rules = (whole ? plainRules : splitRules)(form, week, open, closed);
    return rules.map(([joined, text], place) => (place ? joined : "") + text).join("");
  };

  // --- From the expression to the form ---

  const readSpans = (text) => text.split(/, ?/).map((span) => {
    const [, hour, minute, endHour, endMinute] = span.match(/^(\d+):(\d+)-(\d+):(\d+)$/).map(Number);
    const [start, end] = [hour * 60 + minute, endHour * 60 + endMinute];
    return [start, end > start ? end : end + DAY];
  });

  const readDays = (text) => {
    const days = [];
    for (const piece of (text || "Mo-Su").split(",")) {
      const [first, last = first] = piece.split("-");
      if (first === "PH" && last === "PH") days.push("PH");
      else if (WEEK.includes(first) && WEEK.includes(last)) {
        for (let place = WEEK.indexOf(first); ; place += 1) {
          days.push(WEEK[place % 7]);
          if (WEEK[place % 7] === last) break;
        }
      } else return null;
    }
    return DAYS.filter((day) => days.includes(day));
  };

  const readMonthDay = (text) => {
    const found = text.match(MONTH_DAY);
    if (!found) return null;
    const [, month, day, lastMonth = month, lastDay = day] = found;
    const written = (name, date) => `${two(MONTHS.indexOf(name) + 1)}-${two(date)}`;
    return { kind: "yearly", from: written(month, day), to: written(lastMonth, lastDay) };
  };

  const readDates = (text) => {
    const found = text.match(DATES);
    if (!found) return null;
    const [, year, month, day, lastYear = year, lastMonth = month, lastDay = day] = found;
    const written = (of, name, date) => `${of}-${two(MONTHS.indexOf(name) + 1)}-${two(date)}`;
    return { kind: "dates", from: written(year, month, day), to: written(lastYear, lastMonth, lastDay) };
  };

  const readMonthly = (text) => {
    const pieces = text.split(",");
    const date = Number(pieces[0].split(" ")[1]);
    return pieces.length > 1 && text === named.monthly({ date }) ? { kind: "monthly", date } : null;
  };

  // The days that a rule names, beside days of the week: one kind of them, or several weeks of a month.
  const readSpecial = (text) => {
    const nth = text.match(NTH);
    if (nth) return nth[2].split(",").map((week) => ({ kind: "nth", day: nth[1], week: Number(week) }));
    const found = text === "PH" ? { kind: "holidays" } : readMonthly(text) || readDates(text) || readMonthDay(text);
    return found ? [found] : null;
  };

  // What rules say, one after the other; null where the form has no place for it.
  const understand = (text) => {
    const pieces = text.split(/(; ?|, (?!\d{1,2}:\d\d))/);
    const said = { always: false, week: {}, open: [], added: [], closed: [] };
    for (let place = 0; place < pieces.length; place += 2) {
      const added = place > 0 && pieces[place - 1].startsWith(",");
      if (!take(said, pieces[place], added, place === 0)) return null;
    }
    return said;
  };

  const take = (said, text, added, first) => {
    if (text === "24/7") {
      said.always = first;
      return first;
    }
    const found = text.match(RULE);
    if (!found) return false;
    const [, days = "", times, timesOff, off] = found;
    const spans = times ? readSpans(times) : [];
    const late = said.closed.length > 0;
    if (timesOff) return Boolean(said.closed.push({ days, times }));
    const week = readDays(days);
    if (week && !same(week, ["PH"])) {
      const special = said.open.length || said.added.length || late || said.always;
      // Days of the week after holidays would overrule these.
      const overruled = said.week.PH && week.some((day) => day !== "PH");
      if (special || overruled || (off && week.includes("PH"))) return false;
      week.forEach((day) => { said.week[day] = added ? [...(said.week[day] || []), ...spans] : spans; });
      return true;
    }
    if (added) return !late && Boolean(said.added.push({ days, spans }));
    const on = readSpecial(days);
    if (!on || (!off && late)) return false;
    on.forEach((one) => (off ? said.closed : said.open).push({ on: one, spans }));
    return true;
  };

  const joinNights = (week) => {
    const joined = Object.fromEntries(DAYS.map((day) => [day, [...(week[day] || [])]]));
    WEEK.forEach((day, place) => {
      const next = WEEK[(place + 1) % 7];
      const evening = joined[day].find(([start, end]) => end === DAY && start > 0);
      const morning = joined[next].find(([start, end]) => start === 0 && end < DAY);
      if (!evening || !morning) return;
      joined[day] = [...joined[day].filter((span) => span !== evening), [evening[0], DAY + morning[1]]];
      joined[next] = joined[next].filter((span) => span !== morning);
    });
    return joined;
  };

  const joinSpecials = (said) => {
    const open = said.open.map(({ on, spans }) => {
      const tail = said.added.find(({ days }) => days === after(on));
      if (!tail) return { on, spans };
      return { on, spans: spans.map(([start, end]) => (end === DAY ? [start, DAY + tail.spans[0][1]] : [start, end])) };
    });
    // Of two rules that close one night, the second names the mornings after.
    const closed = said.closed.filter(({ times }) => !times?.startsWith("00:00-")).flatMap(({ on, days }) => (
      (on ? [on] : readSpecial(days) || []).map((one) => ({ on: one, spans: [] }))
    ));
    return [...open, ...closed];
  };

  const groupsOf = (week) => weekRules(week).map(({ days }) => ({ days, spans: tidy(week[days[0]]) }));

  const meaning = (text) => {
    const said = understand(text);
    if (!said) return null;
    const week = DAYS.map((day) => tidy(said.week[day] || []));
    const closed = said.closed.map(({ on, days, times }) => JSON.stringify([on || days, times || ""])).sort();
    return JSON.stringify([said.always, week, said.open, said.added, closed]);
  };

  const read = (text) => {
    const written = (text || "").trim();
    if (!written) return { always: false, groups: [], specials: [] };
    const said = understand(written);
    if (!said) return null;
    const specials = joinSpecials(said);
    const week = Object.fromEntries(DAYS.map((day) => [day, said.week[day] || []]));
    for (const one of [joinNights(week), week]) {
      const form = { always: said.always, groups: groupsOf(one), specials };
      const ways = [write(form), write(form, { split: false })];
      if (ways.some((way) => meaning(way) === meaning(written))) return form;
    }
    return null;
  };

  globalThis.hoursRules = { read, write, DAYS, DAY };
})();
