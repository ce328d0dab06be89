"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = [...document.querySelectorAll(".finding")];
  const form = document.getElementById("filters");
  const why = document.getElementById("why");
  const shown = document.getElementById("shown");
  const stories = [...document.querySelectorAll(".story")];
  const marks = new Map();
  for (const m of document.querySelectorAll("mark[data-c]")) {
    for (const c of m.dataset.c.split(" ")) {
      if (!marks.has(c)) marks.set(c, []);
      marks.get(c).push(m);
    }
  }
  const owners = new Map();
  for (const f of all) {
    f.sides = f.dataset.sides.split("|").map((s) => s.split(" ").filter(Boolean));
    f.text = f.textContent.toLowerCase();
    for (const c of f.sides.flat()) {
      if (!owners.has(c)) owners.set(c, []);
      owners.get(c).push(f);
    }
  }
  let chosen = null;
  let step = -1;

  const showStory = (n) => {
    for (const s of stories) s.classList.toggle("shown", s.dataset.story === n);
  };

  const clear = () => {
    for (const m of document.querySelectorAll("mark.on")) {
      m.classList.remove("on", "more", "side-0", "side-1", "side-2", "side-3", "side-4", "side-5");
      delete m.dataset.side;
    }
    for (const c of document.querySelectorAll(".columns.some")) c.classList.remove("some", "fold");
    for (const r of document.querySelectorAll(".report.open, .lit")) r.classList.remove("open", "lit");
    if (chosen) {
      chosen.classList.remove("chosen");
      chosen.removeAttribute("aria-current");
    }
    chosen = null;
    step = -1;
    why.className = "";
    why.replaceChildren();
  };

  const boxOf = (m) => m.closest(".report") || m.closest(".rows");

  const intoView = (m) => {
    const box = boxOf(m);
    if (!box) return;
    if (box.scrollHeight > box.clientHeight) {
      const gap = m.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop += gap - box.clientHeight * 0.35;
    }
  };

  const sideways = (m) => {
    const box = boxOf(m);
    const row = box && box.closest(".columns");
    if (!row || row.scrollWidth <= row.clientWidth) return;
    const gap = box.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += gap - (row.clientWidth - Math.min(box.clientWidth, row.clientWidth)) / 2;
  };

  const choose = (f, claim) => {
    clear();
    chosen = f;
    f.classList.add("chosen");
    f.setAttribute("aria-current", "true");
    f.scrollIntoView({ block: "nearest" });
    showStory(f.dataset.story);
    why.className = "on v-" + f.dataset.verdict;
    const copy = (selector, tag) => {
      const from = f.querySelector(selector);
      if (!from) return;
      const to = document.createElement(tag);
      to.className = from.className;
      for (const n of from.childNodes) to.append(n.cloneNode(true));
      why.append(to);
    };
    copy(".open", "p");
    copy(".sides", "ul");
    copy(".reason", "p");
    const several = f.sides.length > 1;
    const lit = [];
    f.sides.forEach((side, n) => {
      for (const c of side) {
        (marks.get(c) || []).forEach((m, i) => {
          m.classList.add("on", "side-" + (n % 6));
          if (i > 0) m.classList.add("more");
          m.dataset.side = several ? String.fromCharCode(65 + Math.min(n, 25)) : "";
          lit.push(m);
        });
      }
    });
    for (const m of lit) (m.closest(".report") || m.closest("tr"))?.classList.add("lit");
    // Where the columns do not all fit, those without a claim fold up, so that the sides stand side by side.
    for (const row of new Set(lit.map((m) => m.closest(".columns")))) {
      if (!row) continue;
      const tight = row.scrollWidth > row.clientWidth + 1;
      row.classList.add("some");
      row.classList.toggle("fold", tight);
    }
    const boxes = new Set();
    for (const m of lit) {
      if (boxes.has(boxOf(m))) continue;
      boxes.add(boxOf(m));
      if (!claim) intoView(m);
    }
    const first = claim ? (marks.get(claim) || [])[0] : (marks.get(f.sides.flat()[0]) || [])[0];
    if (first) {
      if (claim) for (const c of f.sides.flat()) if (c !== claim && marks.has(c) && boxOf(marks.get(c)[0]) !== boxOf(first)) intoView(marks.get(c)[0]);
      sideways(first);
    }
  };

  const nextClaim = (by) => {
    if (!chosen) return;
    const list = chosen.sides.flat().filter((c) => marks.has(c));
    if (!list.length) return;
    step = (step + by + list.length) % list.length;
    const m = marks.get(list[step])[0];
    sideways(m);
    intoView(m);
    m.focus({ preventScroll: true });
  };

  const visible = () => all.filter((f) => !f.hidden);

  const move = (by) => {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(chosen);
    const to = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1);
    choose(list[to]);
    list[to].querySelector(".open").focus({ preventScroll: true });
  };

  const filter = () => {
    const data = new FormData(form);
    const verdicts = new Set(data.getAll("verdict"));
    const [kind, lang, story] = ["kind", "lang", "story"].map((n) => data.get(n) || "");
    const words = (data.get("search") || "").toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const f of all) {
      const pass = verdicts.has(f.dataset.verdict) && (!kind || f.dataset.kind === kind) && (!lang || f.dataset.langs.split(" ").includes(lang)) &&
        (!story || f.dataset.story === story) && words.every((w) => f.text.includes(w));
      f.hidden = !pass;
      if (pass) n += 1;
    }
    shown.textContent = n === all.length ? "" : n + " of " + all.length + " shown";
    document.getElementById("none").hidden = n > 0 || all.length === 0;
    if (chosen && chosen.hidden) clear();
    if (story && !chosen) showStory(story);
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (e) => e.preventDefault());

  document.addEventListener("click", (e) => {
    const mark = e.target.closest("mark[data-c]");
    if (mark && !mark.classList.contains("lone")) {
      const claims = mark.dataset.c.split(" ").filter((c) => owners.has(c));
      const list = claims.flatMap((c) => owners.get(c)).filter((f) => !f.hidden);
      if (list.length) choose(list[(list.indexOf(chosen) + 1) % list.length], claims[0]);
      return;
    }
    const folded = e.target.closest(".columns.fold .report");
    if (folded && !folded.matches(".lit, .open")) {
      folded.classList.add("open");
      return;
    }
    const link = e.target.closest("a[href^='#']");
    const f = e.target.closest(".finding") || (why.contains(e.target) ? chosen : null);
    if (!f) return;
    if (link) e.preventDefault();
    if (e.target.closest("summary, button, select, input")) return;
    if (f !== chosen) choose(f);
    if (link && !link.classList.contains("open")) {
      const c = decodeURIComponent(link.getAttribute("href").slice(1));
      step = f.sides.flat().filter((x) => marks.has(x)).indexOf(c) - 1;
      nextClaim(1);
    }
  });

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = e.target.matches("input[type=search], select, textarea");
    if (e.key === "Escape") {
      if (typing && e.target.value && e.target.type === "search") {
        e.target.value = "";
        filter();
      } else if (typing) e.target.blur();
      else clear();
      return;
    }
    if (typing) {
      if (e.key === "Enter" && e.target.type === "search") {
        e.preventDefault();
        e.target.blur();
        move(1);
      }
      return;
    }
    if (e.key === "j") move(1);
    else if (e.key === "k") move(-1);
    else if (e.key === "/") form.elements.search.focus();
    else if (e.key === "Enter" && !e.target.matches("input, summary")) {
      if (!chosen) move(1);
      else nextClaim(e.shiftKey ? -1 : 1);
    } else return;
    e.preventDefault();
  });

  for (const d of document.querySelectorAll(".finding details")) d.open = true;
  if (stories.length) showStory(stories[0].dataset.story);
  filter();
  const at = location.hash && document.getElementById(location.hash.slice(1));
  if (at && at.classList.contains("finding")) choose(at);
})();
