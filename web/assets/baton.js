// The one script. Every page works without it; it makes the queue quick: keys, running countdowns, fresh lists,
// forms laid into the page. It holds no words: those stand on <html> as data.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what, from = document) => from.querySelector(what);
  const shown = (el) => el && el.offsetParent !== null;

  // --- the time is the server's: a device whose clock is wrong counts down rightly all the same -----------------------
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const timed = (iso) => { const at = Date.parse(iso ?? ""); if (!Number.isNaN(at)) ahead = at - Date.now(); };
  timed(root.dataset.now);

  // --- countdowns -------------------------------------------------------------------------------------------
  const [MINUTES, HOURS, DAYS] = (root.dataset.units || "min h d").replace(/[[\]~]/g, "").split(" ");
  const two = (n) => String(n).padStart(2, "0");
  const span = (ms, exact) => {
    const s = Math.floor(ms / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60);
    if (exact && m < 60) return `${two(m)}:${two(s % 60)}`;
    if (m < 60) return `${m} ${MINUTES}`;
    if (h < 24) return `${h} ${HOURS} ${two(m % 60)}`;
    return `${Math.floor(h / 24)} ${DAYS}`;
  };
  const tick = () => {
    const at = now();
    for (const el of all("time[data-due]")) {
      const due = Date.parse(el.dataset.due);
      // far dues stay as the server said them ("Thu 16:00"): nobody counts days down
      if (Number.isNaN(due) || Math.abs(due - at) > 24 * 3600e3) continue;
      const box = el.closest(".due"), late = at > due, soon = at >= Date.parse(el.dataset.soon);
      const text = (late ? root.dataset.late : root.dataset.left).replace("%", span(Math.abs(due - at), box?.classList.contains("large")));
      if (el.textContent !== text) el.textContent = text;
      if (box) box.dataset.state = late ? "late" : soon ? "soon" : "fine";
    }
  };
  tick();
  setInterval(() => { if (!document.hidden) tick(); }, 1000);

  // --- a lead's telephone number was dialled here: seen, not claimed -------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialled]");
    if (link?.dataset.dialled) fetch(link.dataset.dialled, { method: "POST", keepalive: true, headers: { "X-Baton": "1" } }).catch(() => {});
  });

  // --- an act's form laid into the lead's page -----------------------------------------------------------------
  const openAct = async (link) => {
    const place = one("[data-act-place]");
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!place || !answer?.ok) return location.assign(link.href);
    const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#act-form");
    if (!form) return location.assign(link.href);
    place.replaceChildren(document.adoptNode(form));
    place.dataset.from = link.dataset.key || "";
    place.scrollIntoView({ block: "nearest" });
    // the first choice takes the focus only where a letter would otherwise be an act again
    place.querySelector("input:not([type=hidden]), button, textarea")?.focus({ preventScroll: true });
  };
  const closeAct = () => {
    const place = one("[data-act-place]");
    if (!place?.firstChild) return false;
    place.replaceChildren();
    one(`[data-act][data-key="${place.dataset.from}"]`)?.focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const act = event.target.closest("a[data-act]");
    if (act && one("[data-act-place]")) { event.preventDefault(); openAct(act); }
    else if (event.target.closest("[data-close]") && closeAct()) event.preventDefault();
  });

  // --- keys ------------------------------------------------------------------------------------------------------
  const typing = (el) => el?.matches?.("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const move = (step) => {
    const rows = all("[data-list] a[data-row]").filter(shown);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row === document.activeElement);
    const from = at >= 0 ? at : rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    // where the list has the lead beside it, the lead follows; a run of keys asks once
    clearTimeout(move.wait);
    if (shown(one(".pane"))) move.wait = setTimeout(() => next.click(), 90);
  };
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); one("#search")?.focus(); return; }
    if (event.key === "Escape") { if (!closeAct() && typing(event.target)) event.target.blur(); return; }
    if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || root.dataset.keys === "off") return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { event.preventDefault(); return move(key === "j" ? 1 : -1); }
    if (key === "/") { event.preventDefault(); return one("#search")?.focus(); }
    const place = one("[data-act-place]");
    const within = place?.firstChild ? place : document;
    const target = all(`[data-key="${CSS.escape(key)}"]`, within).find(shown) || (within === place && /[a-z]/.test(key) ? all(`[data-key="${CSS.escape(key)}"]`).find(shown) : null);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) { target.checked = true; target.focus(); target.dispatchEvent(new Event("change", { bubbles: true })); }
    else target.click();
  });

  // --- after a swap the focus stays where the reader was ---------------------------------------------------------
  document.addEventListener("htmx:before:swap", () => { root.dataset.at = document.activeElement?.getAttribute?.("href") || ""; });
  document.addEventListener("htmx:after:swap", () => {
    tick();
    const at = root.dataset.at && one(`a[data-row][href="${CSS.escape(root.dataset.at)}"]`);
    if (at && document.activeElement === document.body) at.focus({ preventScroll: true });
  });

  // --- theme -----------------------------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-switch]");
    if (!form) return;
    event.preventDefault();
    const dark = root.dataset.theme === "dark" || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = dark ? "light" : "dark";
    root.dataset.theme = theme;
    fetch(form.action, { method: "POST", keepalive: true, body: new URLSearchParams({ theme }) }).catch(() => {});
  });

  // --- one place of a rota dragged onto another: the form below the week is filled and sent ----------------------
  const places = (event) => event.target.closest?.("a[data-swap]");
  let dragged = null;
  document.addEventListener("dragstart", (event) => { dragged = places(event); if (dragged) event.dataTransfer.effectAllowed = "move"; });
  document.addEventListener("dragover", (event) => {
    const over = places(event);
    all("a[data-over]").forEach((el) => el.removeAttribute("data-over"));
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    over.dataset.over = "";
  });
  document.addEventListener("dragend", () => { dragged = null; all("a[data-over]").forEach((el) => el.removeAttribute("data-over")); });
  document.addEventListener("drop", (event) => {
    const over = places(event), form = one("form[data-swap-form]");
    if (!dragged || !over || !form || over === dragged) return;
    event.preventDefault();
    form.elements.give.value = dragged.dataset.swap;
    form.elements.with.value = over.dataset.swap;
    form.requestSubmit();
  });

  // --- fresh lists: the stream says that something changed, the page asks what; at most one request in 500 ms -----
  const LEAST_MS = 500;
  const AGAIN_MS = 5000;
  let stream = null, waiting = 0, last = 0;
  // what was typed or chosen and not sent: a form that acts holds its place; a filter's choice is carried over
  const begins = (el) => Math.max(0, [...el.options].findIndex((option) => option.defaultSelected));
  const touched = (el) => (el.matches("select") ? el.selectedIndex !== begins(el)
    : el.matches("[type=checkbox], [type=radio]") ? el.checked !== el.defaultChecked : el.type !== "hidden" && el.value !== el.defaultValue);
  const fields = (form, place) => all(["input", "select", "textarea"].map((kind) => `${form} ${kind}`).join(), place).filter(touched);
  const held = (place) => place.contains(one("[data-act-place]")?.firstChild ?? null)
    || (typing(document.activeElement) && place.contains(document.activeElement)) || fields("form[method=post]", place).length > 0;
  const refresh = async () => {
    waiting = 0; last = Date.now();
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    timed(page.documentElement.dataset.now);
    const at = document.activeElement?.getAttribute?.("href");
    for (const old of all("[data-fresh]")) {
      const next = old.id && page.getElementById(old.id);
      // a form is never taken from under somebody's hands
      if (!next || held(old)) continue;
      const top = old.scrollTop, open = all("details[open] > summary", old).map((el) => el.textContent);
      const picked = fields("form:not([method=post])", old).filter((el) => el.id).map((el) => [el.id, el.value]);
      old.replaceChildren(...document.adoptNode(next).childNodes);
      all("details > summary", old).forEach((el) => { if (open.includes(el.textContent)) el.parentElement.open = true; });
      for (const [id, value] of picked) if (document.getElementById(id)) document.getElementById(id).value = value;
      old.scrollTop = top;
      // a pane without a lead takes the first that comes, and keeps it
      if (!next.hasAttribute("data-fresh")) old.removeAttribute("data-fresh");
      globalThis.htmx?.process?.(old);
    }
    if (at && document.activeElement === document.body) one(`a[data-row][href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
    tick();
  };
  const changed = () => { if (!waiting) waiting = setTimeout(refresh, Math.max(0, last + LEAST_MS - Date.now())); };
  const listen = () => {
    if (!root.dataset.live || stream || document.hidden) return;
    stream = new EventSource(root.dataset.live);
    stream.onopen = changed;
    stream.onmessage = (event) => { timed(event.data); changed(); };
    // an answer that is no stream (the database was away) ends it for good: asked again a little later
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = null;
      setTimeout(listen, AGAIN_MS);
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { stream?.close(); stream = null; } else { tick(); listen(); }
  });
  listen();

  // --- what an act did is heard: a live region speaks only of what changes after the page is there ------------------
  const said = one("#say .flash > span"), heard = one("#heard");
  if (said && heard) setTimeout(() => { heard.textContent = said.textContent; }, 150);

  // --- a page with errors begins at its summary --------------------------------------------------------------------
  one("[data-focus]")?.focus();
})();
