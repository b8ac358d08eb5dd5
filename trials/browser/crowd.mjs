// Many leads at once, worked by people: half come through the hosted form, half through the API (some sent twice, some
// replayed with another body), while three reps in three browsers work each of theirs to its end, by keyboard and by
// form, and a marketer answers the pattern. At the end the API, the pages and `baton verify` agree with what was done,
// to the lead. Prints how long it took from a post to the row on an open queue. BATON_CROWD says how many leads: 12 where
// nobody does, 200 for the whole trial (nine minutes of a debug build on two cores).
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, findings, program, root } from "./guide.mjs";

const LEADS = Number(process.env.BATON_CROWD ?? 12);
// so many may wait: reps work as fast as leads come
const OPEN_MAX = 9;
const CLOCK = "2026-03-04T10:00:00+01:00";
const PASSWORD = "a long enough password";
// what the agreement asks before SQL: the first choice, or some words
async function answered(form) {
  for (const line of await form.locator('input[name^="answers."]:not([type=radio])').all()) await line.fill("As told.");
  const chosen = new Set();
  for (const radio of await form.locator('input[type=radio][name^="answers."]').all()) {
    const name = await radio.getAttribute("name");
    if (!chosen.has(name)) await radio.check({ force: true });
    chosen.add(name);
  }
}

const ENDS = ["advanced", "advanced", "not-ready", "not-a-fit", "not-a-fit", "advanced", "not-ready", "not-a-fit", "reject", "not-a-lead"];
const out = join(root, "trials", "out");
mkdirSync(out, { recursive: true });
const missed = [], looked = new Set();
let requests = 0;
const expect = (what, held) => { console.log(`${held ? "ok  " : "MISS"} ${what}`); if (!held) missed.push(what); };
const met = (status, what) => { requests += 1; if (status >= 500) missed.push(`${status}: ${what}`); };
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

const served = await program(Number(process.env.BATON_CROWD_PORT ?? 8440), CLOCK);
const browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM || "/usr/bin/chromium", args: FLAGS });
const baton = (...args) => execFileSync(process.env.BATON_BIN ?? join(root, "target/debug/baton"), [...args, "--database", served.database], { encoding: "utf8", env: { ...process.env, RUST_LOG: "warn" } });

async function pageOf(context, name) {
  const page = await context.newPage();
  page.on("pageerror", (error) => missed.push(`${name}: script: ${error.message}`));
  page.on("console", (line) => { if (/Content Security Policy/i.test(line.text())) missed.push(`${name}: ${line.text()}`); });
  page.on("response", (answer) => met(answer.status(), answer.url()));
  return page;
}
const newContext = () => browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
const somebody = async (name) => pageOf(await newContext(), name);

async function look(page, name) {
  if (looked.has(name)) return;
  looked.add(name);
  await page.screenshot({ path: join(out, `crowd-${name}.png`), fullPage: true });
  for (const found of await findings(page)) missed.push(`${name}: ${found}`);
}

async function setUp(page, link, fields) {
  await page.goto(link);
  for (const [name, value] of Object.entries({ ...fields, password: PASSWORD })) await page.fill(`[name=${name}]`, value);
  await page.locator("main form button.main").click();
  await page.waitForLoadState();
}

async function invite(admin, name, role) {
  await admin.goto(`${served.base}/team`);
  await admin.fill("[action='/team/users'] [name=name]", name);
  await admin.fill("[action='/team/users'] [name=email]", `${name.toLowerCase().replaceAll(" ", ".")}@trial-company.de`);
  await admin.check(`[action='/team/users'] [name=role][value=${role}]`);
  await admin.locator("[action='/team/users'] button.main").click();
  const link = await admin.locator("#link").inputValue();
  const page = await somebody(name);
  await setUp(page, link, {});
  return page;
}

async function intoRotations(admin, name) {
  for (let turn = 0; turn < 2; turn += 1) {
    await admin.goto(`${served.base}/team`);
    const form = admin.locator("form:has(select[name=user])").first();
    await form.locator("select[name=user]").selectOption({ label: name });
    await form.locator("button").click();
    await admin.waitForLoadState();
  }
}

// --- leads come -----------------------------------------------------------------------------------------------
const nameOf = (n) => `Buyer ${String.fromCharCode(65 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26) % 26)} Number${n}`;
const numberOf = (name) => Number(/Number(\d+)/.exec(name)?.[1] ?? -1);
const posted = new Map(), seen = new Map(), done = new Map();
let over = false;

const send = async (path, options) => {
  const answer = await fetch(served.base + path, { redirect: "manual", ...options });
  met(answer.status, path);
  return answer;
};

async function byApi(n, token) {
  const body = { kind: "request", name: nameOf(n), email: `buyer${n}@buyer-company-${n}.de`, company: `Buyer Company ${n}`, country: "DE", source: "partner" };
  const put = (key, what) => send("/api/v1/leads", { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(what) });
  posted.set(n, Date.now());
  const first = await put(`crowd-${n}`, body);
  const text = await first.text();
  if (first.status !== 201) missed.push(`lead ${n}: ${first.status} ${text}`);
  if (n % 3 === 0) {
    const again = await put(`crowd-${n}`, body);
    if (await again.text() !== text) missed.push(`lead ${n}: the same key and body got another answer`);
  }
  if (n % 5 === 0) {
    const other = await put(`crowd-${n}`, { ...body, name: "Somebody Else" });
    if (other.status !== 409 && other.status !== 422) missed.push(`lead ${n}: the same key with another body got ${other.status}`);
  }
}

async function byForm(n, visitor) {
  await visitor.goto(`${served.base}/f/demo?utm_source=webinar`);
  await look(visitor, "form");
  const typed = { name: nameOf(n), email: `buyer${n}@buyer-company-${n}.de`, company: `Buyer Company ${n}`, country: "DE" };
  for (const [name, value] of Object.entries(typed)) await visitor.fill(`[name=${name}]`, value);
  const token = await visitor.locator("[name=form_token]").inputValue();
  posted.set(n, Date.now());
  await visitor.locator("form button.main").first().click();
  await visitor.waitForURL(/thanks/);
  await look(visitor, "thanks");
  // the same sheet once more, as a reload or a second click would
  if (n % 4 === 1) await send("/f/demo?utm_source=webinar", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ ...typed, form_token: token }) });
}

async function leadsCome(token) {
  const visitor = await somebody("visitor");
  for (let n = 0; n < LEADS; n += 1) {
    while (n - done.size >= OPEN_MAX) await pause(20);
    await (n % 2 ? byForm(n, visitor) : byApi(n, token));
  }
  over = true;
}

// --- an open queue, watched -----------------------------------------------------------------------------------
async function watch(rep, name) {
  const page = await pageOf(rep.context(), `${name}, watching`);
  await page.exposeFunction("met", (text, at) => { const n = numberOf(text); if (n >= 0 && !seen.has(n)) seen.set(n, at); });
  await page.addInitScript(() => {
    const tell = () => { for (const row of document.querySelectorAll("#queue-list [data-row] b")) globalThis.met(row.textContent, Date.now()); };
    document.addEventListener("DOMContentLoaded", () => { new MutationObserver(tell).observe(document.body, { childList: true, subtree: true }); tell(); });
  });
  await page.goto(`${served.base}/queue`);
  await look(page, "queue-empty");
  return page;
}

// --- reps work ------------------------------------------------------------------------------------------------
const ON = "2026-05-04";

async function fill(page, end, form) {
  if (end === "advanced") { await form.locator("input[name=next_step]").first().check({ force: true }); await form.locator("[name=next_step_on]").fill(ON); await answered(form); }
  if (end === "not-ready") { await form.locator("input[name=reason]").first().check(); await form.locator("[name=again_on]").fill(ON); }
  if (end === "not-a-fit") { await form.locator("input[name=reason]").first().check(); await form.locator("[name^=detail_]").first().fill("7"); }
  if (end === "reject") await form.locator("input[name=reason]").first().check();
}

/// The acts as forms, each on a page of its own.
async function byPage(page, href, end, unanswered) {
  const open = async (act) => { await page.goto(served.base + href.replace(/attempt$/, act)); await look(page, act); };
  const result = async (code) => { await open("attempt"); await page.locator(`button[name=result][value=${code}]`).click(); await page.waitForLoadState(); };
  if (end !== "reject" && end !== "not-a-lead") { if (unanswered) await result("no_answer"); await result("connected"); }
  await open(end);
  if (end === "not-a-lead") await page.locator("button[name=kind]").first().click();
  else { const form = page.locator("form.act"); await fill(page, end, form); await form.locator("button.main").click(); }
  await page.waitForLoadState();
}

/// The same by single keys on the lead beside the queue, the form laid into the page.
async function byKeys(page, lead, end) {
  const press = async (key, wanted) => {
    await page.locator("body").press(key);
    await page.locator(wanted).first().waitFor();
  };
  const settled = (act) => Promise.all([page.waitForNavigation(), act]);
  await page.goto(lead);
  if (end !== "reject" && end !== "not-a-lead") {
    await press("l", "[data-act-place] button[name=result]");
    const key = await page.locator("[data-act-place] button[name=result][value=connected]").getAttribute("data-key");
    await settled(page.keyboard.press(key));
    await page.goto(lead);
  }
  const [key, wanted] = { advanced: ["a", "[name=next_step_on]"], "not-ready": ["b", "[name=again_on]"], "not-a-fit": ["x", "[name=reason]"], reject: ["r", "[name=reason]"], "not-a-lead": ["n", "[name=kind]"] }[end];
  await press(key, `[data-act-place] ${wanted}`);
  if (end === "not-a-lead") return settled(page.keyboard.press("1"));
  const form = page.locator("[data-act-place] form");
  if (end === "advanced") { await form.locator("input[name=next_step]").first().focus(); await page.keyboard.press("Space"); await form.locator("[name=next_step_on]").fill(ON); await answered(form); }
  else await page.keyboard.press("1");
  if (end === "not-ready") await form.locator("[name=again_on]").fill(ON);
  if (end === "not-a-fit") await form.locator("[name^=detail_]").first().fill("7");
  return settled(page.keyboard.press("Enter"));
}

async function work(page, name) {
  while (!(over && done.size >= LEADS)) {
    await page.goto(`${served.base}/queue`);
    const rows = await page.locator("#queue-list a[data-row]").evaluateAll((all) => all.map((row) => [row.querySelector("b").textContent, row.href]));
    const next = rows.find(([who]) => numberOf(who) >= 0 && !done.has(numberOf(who)));
    if (!next) { await pause(50); continue; }
    const n = numberOf(next[0]), end = ENDS[n % ENDS.length];
    await page.goto(next[1]);
    await look(page, "queue");
    const href = await page.locator("a[href*='/attempt']").first().getAttribute("href");
    // every other pair by keys
    if (n % 4 < 2) await byKeys(page, next[1], end);
    else await byPage(page, href, end, n % 7 === 0);
    done.set(n, { end, who: name });
  }
}

// --- what came of it --------------------------------------------------------------------------------------------
async function allLeads(token) {
  const found = [];
  for (let next = ""; next !== null;) {
    const answer = await send(`/api/v1/leads?limit=100${next && `&after=${next}`}`, { headers: { Authorization: `Bearer ${token}` } });
    const page = await answer.json();
    found.push(...page.leads);
    next = page.next;
  }
  return found;
}

async function compare(token, manager, marketer) {
  const ended = (end, source) => [...done].filter(([n, it]) => it.end === end && (source === undefined || (n % 2 ? "webinar" : "partner") === source)).length;
  const leads = await allLeads(token);
  expect(`${LEADS} leads are there, each once`, leads.length === LEADS && new Set(leads.map((lead) => lead.name)).size === LEADS);
  expect("each has the owner who worked it", leads.every((lead) => lead.owner || ["reject", "not-a-lead"].includes(done.get(numberOf(lead.name))?.end)));
  const card = await (await send("/api/v1/scorecard", { headers: { Authorization: `Bearer ${token}` } })).json();
  const counted = (line) => [line.advanced, line.fit_not_ready, line.not_a_fit, line.rejected, line.not_a_lead].join(" ");
  const did = (source) => ["advanced", "not-ready", "not-a-fit", "reject", "not-a-lead"].map((end) => ended(end, source)).join(" ");
  expect(`the API counts what was said: ${counted(card.all)}`, counted(card.all) === did());
  expect("and all that was handed over", card.all.handed === LEADS);
  for (const source of ["webinar", "partner"]) {
    const line = card.sources.find((it) => it.source === source);
    expect(`${source}: ${line && counted(line)}`, Boolean(line) && counted(line) === did(source) && line.handed === LEADS / 2);
  }
  await manager.goto(`${served.base}/scorecard`);
  await look(manager, "scorecard");
  const row = (source) => manager.locator("tr", { has: manager.locator("a.row-link", { hasText: source }) }).locator("td.num").allTextContents();
  for (const source of ["webinar", "partner"]) {
    const shown = (await row(source)).map(Number);
    const wanted = [LEADS / 2, ended("advanced", source), ended("not-ready", source), ended("not-a-fit", source)];
    expect(`the page says the same of ${source}: ${shown}`, wanted.every((n, at) => shown[at] === n));
    const list = await manager.locator("tr", { has: manager.locator("a.row-link", { hasText: source }) }).locator("td.num a").nth(1).getAttribute("href");
    await marketer.goto(served.base + list);
    await look(marketer, "list");
    expect("and its number opens as many leads", await marketer.locator("[data-row]").count() === Math.min(50, wanted[1]));
  }
  const health = await (await send("/metrics")).text();
  expect("figures are served", health.includes("baton_group_asks"));
}

async function answerPattern(marketer) {
  await marketer.goto(`${served.base}/patterns`);
  await look(marketer, "patterns");
  const form = marketer.locator("article.pattern form").first();
  if (!(await form.isVisible())) await marketer.locator("article.pattern details.why > summary").first().click();
  await form.locator("input[name=response]").first().check();
  await form.locator("textarea[name=why]").fill("Only companies of 20 people or more from now on.");
  await form.locator("button.main").click();
  await marketer.waitForLoadState();
  await marketer.goto(`${served.base}/patterns?state=answered`);
  expect("the marketer answered the pattern", await marketer.getByText("Only companies of 20").first().isVisible().catch(() => false) || await marketer.locator("article.pattern").count() === 1);
}

try {
  const begun = Date.now();
  const admin = await somebody("admin");
  await setUp(admin, served.link, { name: "Trial Admin", email: "admin@trial-company.de" });
  const names = ["Trial Rep One", "Trial Rep Two", "Trial Rep Three"];
  const reps = [];
  for (const name of names) { reps.push(await invite(admin, name, "rep")); await intoRotations(admin, name); }
  const marketer = await invite(admin, "Trial Marketer", "marketer");
  const manager = await invite(admin, "Trial Manager", "sales_manager");
  const token = baton("token", "make", "--name", "crowd", "--scope", "read", "--scope", "write").trim().split("\n").pop();
  for (const [at, rep] of reps.entries()) await watch(rep, names[at]);
  const working = Date.now();
  await Promise.all([leadsCome(token), ...reps.map((rep, at) => work(rep, names[at]))]);
  const worked = Date.now();
  await answerPattern(marketer);
  await compare(token, manager, marketer);
  await admin.goto(`${served.base}/status`);
  await look(admin, "status");
  const ownerless = await admin.locator("li", { hasText: "nobody answers for" }).locator(".firm").first().textContent();
  expect(`open handoffs that nobody answers for: ${ownerless}`, Number(ownerless) === 0);
  const each = names.map((name) => [...done.values()].filter((it) => it.who === name).length);
  // a lead given back gives its turn back as well, so the shares differ by a few
  expect(`each rep had some: ${each.join(", ")}`, each.every((n) => n > 0));
  const verified = JSON.parse(baton("verify", "--json"));
  expect(`baton verify agrees on ${verified.leads} leads and ${verified.facts} facts`, verified.leads === LEADS && verified.differences.length === 0);
  const waits = [...seen].map(([n, at]) => at - posted.get(n)).sort((a, b) => a - b);
  const at = (part) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))];
  expect(`${waits.length} rows were seen to appear on an open queue by itself`, waits.length === LEADS);
  console.log(`post to row on an open queue: median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms (${waits.length} leads)`);
  console.log(`${LEADS} leads worked in ${((worked - working) / 1000).toFixed(1)} s, ${requests} requests, ${((Date.now() - begun) / 1000).toFixed(1)} s in all`);
} catch (error) {
  missed.push(error.stack ?? String(error));
} finally {
  await browser.close();
  await served.stop();
}
for (const miss of missed) console.error(miss);
console.log(missed.length ? `${missed.length} missed` : `nothing missed: ${LEADS} leads, ${looked.size} pages looked at`);
process.exitCode = missed.length ? 1 : 0;
