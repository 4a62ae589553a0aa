// Areas of a listing: a field that finds them by name, reading or code puts them into the lines below it. Without this
// the lines are typed by hand; everything that is sent is in them.
(() => {
  const enhance = (lines) => {
    if (lines.dataset.areaReady) return;
    lines.dataset.areaReady = "1";
    const { areaNames, areaLabel, areaAdd, areaAdded, areaUnknown } = lines.dataset;
    const known = new Set();
    let asked = false;

    const label = document.createElement("label");
    label.htmlFor = `${lines.id}-find`;
    label.textContent = areaLabel;
    const find = document.createElement("input");
    find.type = "text";
    find.id = label.htmlFor;
    find.autocomplete = "off";
    find.setAttribute("list", `${lines.id}-names`);
    const names = document.createElement("datalist");
    names.id = `${lines.id}-names`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = areaAdd;
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.className = "house-area-lines__said";
    const row = document.createElement("div");
    row.className = "house-area-lines";
    row.append(find, button, names);
    lines.before(label, row, said);

    const propose = async () => {
      if (asked) return;
      asked = true;
      const answer = await fetch(areaNames, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok) {
        asked = false; // the lines can be typed by hand, and the next focus asks again
        return;
      }
      const { areas } = await answer.json();
      names.append(
        ...areas.map(([line, reading]) => {
          known.add(line);
          const option = document.createElement("option");
          option.value = line;
          option.label = reading;
          return option;
        }),
      );
    };

    const add = () => {
      const area = find.value.trim();
      if (!area) return;
      if (known.size && !known.has(area)) {
        said.textContent = areaUnknown.replace("{area}", area);
        return;
      }
      const there = lines.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (!there.includes(area)) lines.value = [...there, area].join("\n");
      find.value = "";
      said.textContent = areaAdded.replace("{area}", area);
      lines.dispatchEvent(new Event("input", { bubbles: true }));
      lines.dispatchEvent(new Event("change", { bubbles: true }));
    };

    find.addEventListener("focus", propose);
    find.addEventListener("input", () => known.has(find.value) && add());
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the form is not sent by it
      add();
    });
    button.addEventListener("click", add);
  };

  const within = (node) => node.querySelectorAll("textarea[data-area-names]").forEach(enhance);
  document.addEventListener("DOMContentLoaded", () => within(document));
})();
