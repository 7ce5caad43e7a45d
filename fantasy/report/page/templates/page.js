
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== null && text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const fixed = (value, digits) => (value === null ? "–" : value.toFixed(digits));
  const percent = (value) => (value === null ? "–" : `${Math.round(100 * value)}%`);

  // The theme: the system's, light, or dark; remembered where the browser lets us.
  const themes = ["auto", "light", "dark"];
  const remembered = {
    get() { try { return localStorage.getItem("theme"); } catch { return null; } },
    set(value) { try { localStorage.setItem("theme", value); } catch { /* a page without memory */ } },
  };
  const wear = (theme) => {
    document.documentElement.dataset.theme = theme;
    find("theme").textContent = `Theme: ${theme}`;
  };
  wear(themes.includes(remembered.get()) ? remembered.get() : "auto");
  find("theme").addEventListener("click", () => {
    const now = document.documentElement.dataset.theme;
    const next = themes[(themes.indexOf(now) + 1) % themes.length];
    wear(next);
    remembered.set(next);
  });

  // The countdown runs only in the real world; a replay or demo stands still.
  const left = find("left");
  const count = () => {
    const minutes = Math.floor((Date.parse(left.dataset.deadline) - Date.now()) / 60000);
    const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60);
    if (minutes < 0) left.textContent = "over";
    else if (days >= 2) left.textContent = `${days} days ${hours % 24} h left`;
    else left.textContent = `${hours} h ${minutes % 60} min left`;
  };
  if ("live" in left.dataset) { count(); setInterval(count, 30000); }

  // Plans: tabs, moved through with the arrow keys.
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (chosen) => {
    for (const tab of tabs) {
      const selected = tab === chosen;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      find(tab.getAttribute("aria-controls")).hidden = !selected;
    }
  };
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = tabs[(place + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  });
  if (tabs.length) choose(tabs[0]);

  // The ticker, for attackers or defenders; the easiest run first.
  const ticker = find("ticker");
  const pressed = [...document.querySelectorAll("[data-ticker]")];
  const difficulty = (kind) => {
    ticker.className = kind;
    for (const button of pressed) button.setAttribute("aria-pressed", String(button.dataset.ticker === kind));
    const goals = (row) => (kind === "attack" ? -row.dataset.for : Number(row.dataset.against));
    ticker.tBodies[0].append(...[...ticker.tBodies[0].rows].sort((a, b) => goals(a) - goals(b)));
  };
  for (const button of pressed) button.addEventListener("click", () => difficulty(button.dataset.ticker));

  // The explorer.
  const PAGE = 25;
  const number = (label, value, text, title) => ({ label, value, text, title, numeric: true });
  const name = { label: "Player", value: (p) => p.name.toLowerCase() };
  const club = { label: "Club", value: (p) => p.club, text: (p) => p.club };
  const position = { label: "Pos", value: (p) => p.position, text: (p) => p.position };
  const price = number("£m", (p) => p.price, (p) => p.price.toFixed(1), "Price");
  const owned = number("Owned", (p) => p.owned, (p) => (p.owned === null ? "–" : `${p.owned.toFixed(1)}%`), "Owned by");
  const minutes = number("Min", (p) => p.minutes, (p) => fixed(p.minutes, 0), "Minutes expected next gameweek");
  const next = number(`GW${data.gameweeks[0]}`, (p) => p.points, (p) => p.points.toFixed(1), "Points expected next gameweek");
  const total = number("Total", (p) => p.total, (p) => p.total.toFixed(1), `Points expected in ${data.gameweeks.length} gameweeks`);
  const views = {
    overview: [
      price, owned, minutes, next,
      number("4 in 5", (p) => p.high, (p) => (p.low === null ? "–" : `${p.low} to ${p.high}`), "Four in five scores lie between"),
      number("5+", (p) => p.five, (p) => percent(p.five), "The chance of 5 points or more"),
      number("10+", (p) => p.ten, (p) => percent(p.ten), "The chance of 10 points or more"),
      total,
    ],
    weeks: [price, total, ...data.gameweeks.map((week, place) => number(
      `GW${week}`, (p) => p.weeks[place], (p) => fixed(p.weeks[place], 1), `Points expected in gameweek ${week}`,
    ))],
    parts: [minutes, next, ...data.components.map((part, place) => number(
      part, (p) => p.parts[place], (p) => fixed(p.parts[place], 2), `Points expected from: ${part}`,
    ))],
  };
  const plain = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  for (const player of data.players) player.words = plain(`${player.name} ${player.full} ${player.club}`);
  const byId = new Map(data.players.map((player) => [player.id, player]));

  const form = find("filters"), table = find("explorer");
  const state = { column: total, down: true, shown: PAGE };
  const columns = () => [name, club, position, ...views[form.elements.view.value]];

  const compare = (column, down) => (a, b) => {
    const x = column.value(a), y = column.value(b);
    if (x === null || y === null) return (x === null) - (y === null);
    if (x === y) return b.total - a.total || a.id - b.id;
    return (x < y ? -1 : 1) * (down ? -1 : 1);
  };
  const wanted = () => {
    const { words, position: place, club: team, price: most, fit, mine } = form.elements;
    const sought = plain(words.value.trim());
    const limit = most.value === "" ? Infinity : Number(most.value);
    return data.players.filter((p) =>
      p.words.includes(sought) && (!place.value || p.position === place.value) &&
      (!team.value || p.club === team.value) && p.price <= limit &&
      !(fit.checked && p.flag) && !(mine.checked && !p.mine));
  };
  const heading = (column) => {
    const th = make("th", null, { scope: "col" });
    if (column.numeric) th.className = "n";
    const button = make("button", column.label, { type: "button" });
    if (column.title) button.title = column.title;
    if (column === state.column) {
      th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      button.textContent = `${column.label} ${state.down ? "▾" : "▴"}`;
    }
    button.addEventListener("click", () => {
      state.down = column === state.column ? !state.down : Boolean(column.numeric);
      state.column = column;
      state.shown = PAGE;
      draw();
      table.tHead.rows[0].cells[columns().indexOf(column)].firstChild.focus();
    });
    th.append(button);
    return th;
  };
  const line = (player, shown) => {
    const tr = document.createElement("tr");
    if (player.mine) tr.className = "mine";
    const who = make("th", null, { scope: "row" });
    who.append(make("button", player.name, { type: "button", "data-player": player.id }));
    if (player.flag) {
      const dot = make("span", null, { class: `dot ${player.flag}`, title: player.news });
      dot.append(make("span", player.news, { class: "hidden" }));
      who.append(dot);
    }
    tr.append(who);
    for (const column of shown) {
      const cell = make("td", column.text(player));
      if (column.numeric) cell.className = "n";
      tr.append(cell);
    }
    return tr;
  };
  const draw = () => {
    const all = columns();
    if (!all.includes(state.column)) state.column = all.includes(total) ? total : next;
    const found = wanted().sort(compare(state.column, state.down));
    const head = document.createElement("tr");
    head.append(...all.map(heading));
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...found.slice(0, state.shown).map((p) => line(p, all.slice(1))));
    find("count").textContent = `${found.length} of ${data.players.length} players`;
    find("more").hidden = found.length <= state.shown;
  };
  form.addEventListener("input", () => { state.shown = PAGE; draw(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  find("more").addEventListener("click", () => { state.shown += 2 * PAGE; draw(); });
  draw();

  // A player's own page, over the others.
  const dialog = find("player");
  const weekTable = (player) => {
    const box = make("div", null, { class: "scroll", role: "region", "aria-label": "Gameweeks", tabindex: "0" });
    const grid = make("table"), head = make("tr"), body = make("tbody");
    for (const label of ["Gameweek", "Plays", "Points"]) head.append(make("th", label, { scope: "col" }));
    data.gameweeks.forEach((week, place) => {
      const tr = make("tr");
      tr.append(make("th", `GW${week}`, { scope: "row" }),
        make("td", player.against[place] ?? "no match"), make("td", fixed(player.weeks[place], 1)));
      body.append(tr);
    });
    const top = make("thead");
    top.append(head);
    grid.append(top, body);
    box.append(grid);
    return box;
  };
  const bars = (player) => {
    const box = make("div", null, { class: "bars" });
    const most = Math.max(...player.parts.map((part) => Math.abs(part)), 0.01);
    data.components.forEach((part, place) => {
      const value = player.parts[place];
      if (!value) return;
      const track = make("span", null, { class: "track" }), bar = make("i");
      bar.style.width = `${(100 * Math.abs(value)) / most}%`;
      if (value < 0) bar.className = "minus";
      track.append(bar);
      box.append(make("span", part), track, make("span", value.toFixed(2)));
    });
    return box;
  };
  const open = (player) => {
    const head = make("header"), title = make("div");
    const close = make("button", "Close", { type: "button", class: "quiet" });
    close.addEventListener("click", () => dialog.close());
    title.append(make("h2", player.full || player.name, { id: "player-name" }),
      make("p", `${player.club} · ${player.position} · £${player.price.toFixed(1)}m · owned by ${player.owned ?? "?"}%`, { class: "dim" }));
    head.append(title, close);
    const told = [head];
    if (player.news) told.push(make("p", player.news, { class: `flag ${player.flag}` }));
    if (player.minutes !== null) {
      const doubt = player.low === null ? "" : `, four in five between ${player.low} and ${player.high}`;
      told.push(make("p", `${player.points.toFixed(1)} points expected next${doubt}; ` +
        `${fixed(player.minutes, 0)} minutes, ${percent(player.five)} for 5 or more, ${percent(player.ten)} for 10 or more.`, { class: "summary" }),
      make("h3", "Where the points come from"), bars(player));
    }
    told.push(make("h3", "Next gameweeks"), weekTable(player));
    dialog.replaceChildren(...told);
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-player]");
    const player = button && byId.get(Number(button.dataset.player));
    if (player) open(player);
    else if (event.target === dialog) dialog.close();
  });
})();
