// One lead, all the way round, by people in browsers: an admin sets up, a visitor asks for a demo, the rep sees it
// appear, calls, says "B · fit, not ready"; another is "C · not a fit" and the marketer answers it.
// Every page that is met is looked at by axe; every report of the content security policy fails the run.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, findings, program, root } from "./guide.mjs";
import { isSigned, receiver } from "./receiver.mjs";

const CLOCK = "2026-03-04T10:00:00+01:00";
const PASSWORD = "a long enough password";
const out = join(root, "trials", "out");
mkdirSync(out, { recursive: true });
const missed = [];
const expect = (what, held) => { console.log(`${held ? "ok  " : "MISS"} ${what}`); if (!held) missed.push(what); };

const served = await program(Number(process.env.BATON_LOOP_PORT ?? 8439), CLOCK);
const heard = await receiver();
const browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM || "/usr/bin/chromium", args: FLAGS });
const looked = new Set();

async function somebody(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => missed.push(`${name}: script: ${error.message}`));
  page.on("console", (line) => { if (/Content Security Policy/i.test(line.text())) missed.push(`${name}: ${line.text()}`); });
  if (options.javaScriptEnabled !== false) await page.clock.install({ time: new Date(CLOCK) });
  return page;
}

async function look(page, name) {
  if (looked.has(name)) return;
  looked.add(name);
  await page.screenshot({ path: join(out, `loop-${name}.png`), fullPage: true });
  for (const found of await findings(page)) missed.push(`${name}: ${found}`);
}

const says = (page, text) => page.getByText(text).first().isVisible().catch(() => false);

async function setUp(page, link, fields) {
  await page.goto(link);
  await look(page, fields.email ? "set-up" : "invited");
  if (fields.name) await page.fill("[name=name]", fields.name);
  if (fields.email) await page.fill("[name=email]", fields.email);
  await page.fill("[name=password]", PASSWORD);
  await page.locator("main form button.main").click();
  await page.waitForLoadState();
}

async function invite(admin, name, role) {
  await admin.goto(`${served.base}/team`);
  await admin.fill("[action='/team/users'] [name=name]", name);
  await admin.fill("[action='/team/users'] [name=email]", `${role.replaceAll("_", "-")}@trial-company.de`);
  await admin.check(`[action='/team/users'] [name=role][value=${role}]`);
  await admin.locator("[action='/team/users'] button.main").click();
  const link = await admin.locator("#link").inputValue();
  const page = await somebody(role);
  await setUp(page, link, {});
  return page;
}

/// Where somebody is told: chosen on the account's page, and a first alert arrives there.
async function tellAt(page, by, path) {
  await page.goto(`${served.base}/account`);
  await page.locator(`input[name=by][value=${by}]`).check();
  await page.locator("input[name=url]").fill(heard.address + path);
  await page.locator("form[action='/account/alerts'] button.main").click();
  await page.waitForLoadState();
  await look(page, `account-${by}`);
  expect(`a first alert goes to the ${by}`, Boolean(await heard.found((post) => post.path === path)));
}

async function ask(email, options = {}) {
  const visitor = await somebody("visitor", options);
  await visitor.goto(`${served.base}/f/demo?utm_source=webinar`);
  await look(visitor, "form");
  await visitor.fill("[name=name]", email.split("@")[0]);
  await visitor.fill("[name=email]", email);
  await visitor.locator("main form button.main, form button.main").first().click();
  await visitor.waitForLoadState();
  expect("what is missing is said, and what was typed is kept", (await visitor.locator("[name=email]").inputValue()) === email);
  await look(visitor, "form-again");
  await visitor.fill("[name=company]", "Buyer Company");
  await visitor.fill("[name=country]", "DE");
  await visitor.locator("main form button.main, form button.main").first().click();
  await visitor.waitForURL(/thanks/);
  await look(visitor, "thanks");
  await visitor.context().close();
}

try {
  const admin = await somebody("admin");
  await admin.goto(`${served.base}/sign-in`);
  await look(admin, "sign-in");
  await setUp(admin, served.link, { name: "Trial Admin", email: "admin@trial-company.de" });
  const rep = await invite(admin, "Trial Rep", "rep");
  const marketer = await invite(admin, "Trial Marketer", "marketer");
  await look(admin, "team");
  for (let turn = 0; turn < 2; turn += 1) {
    await admin.goto(`${served.base}/team`);
    const form = admin.locator("form:has(select[name=user])").first();
    await form.locator("select[name=user]").selectOption({ label: "Trial Rep" });
    await form.locator("button").click();
    await admin.waitForLoadState();
  }

  await tellAt(rep, "webhook", "/program");
  const secret = await rep.locator("code", { hasText: "whsec_" }).textContent();
  await rep.goto(`${served.base}/queue`);
  await look(rep, "queue-empty");
  await ask("first@buyer-company.de");
  await rep.getByText("first").first().waitFor({ timeout: 30_000 }).catch(() => {});
  expect("the lead appears on the rep's open queue by itself", await says(rep, "first"));
  expect("and beside the list stands who it is", (await rep.locator("#pane").textContent()).includes("first"));
  await look(rep, "queue");
  const alert = await heard.found((post) => post.path === "/program" && post.text.includes("new_lead"));
  expect("a program hears of the new lead, signed with the secret shown", Boolean(alert) && isSigned(alert, secret));
  const told = alert ? JSON.parse(alert.text).alerts[0] : {};
  expect("it names the lead, its page and its due time", Boolean(told.lead && told.due && told.url?.startsWith(served.base)));

  await rep.goto(`${served.base}/queue`);
  const href = await rep.locator("a[href*='/attempt']").first().getAttribute("href");
  expect("an attempt can be logged from the queue", Boolean(href));
  await rep.goto(served.base + href);
  await look(rep, "attempt");
  await rep.locator("button[name=result][value=connected]").click();
  await rep.waitForLoadState();
  await rep.goto(served.base + href.replace("attempt", "not-ready"));
  await look(rep, "not-ready");
  await rep.locator("input[name=reason]").first().check();
  await rep.locator("input[name=again_on]").fill("2026-05-04");
  const onDay = rep.locator("input[name=again][value=on]");
  if (await onDay.count()) await onDay.check();
  await rep.locator("form.act button.main, form button.main").first().click();
  await rep.waitForLoadState();
  await look(rep, "after-b");
  await rep.goto(`${served.base}/queue`);
  expect("after B the queue is empty again", !(await says(rep, "first")));

  await ask("second@buyer-company.de", { javaScriptEnabled: false });
  await rep.goto(`${served.base}/queue`);
  expect("a form sent without script arrives as well", await says(rep, "second"));
  const second = (await rep.locator("a[href*='/attempt']").first().getAttribute("href")).replace("attempt", "not-a-fit");
  await rep.goto(served.base + second);
  await look(rep, "not-a-fit");
  await rep.locator("input[name=reason]").first().check();
  await rep.locator("form.act button.main, form button.main").first().click();
  await rep.waitForLoadState();

  await marketer.goto(`${served.base}/patterns`);
  await look(marketer, "patterns");
  expect("the marketer sees the C with its source", await says(marketer, "webinar"));
  for (const path of ["/leads", "/review", "/scorecard", "/agreement"]) {
    await marketer.goto(served.base + path);
    await look(marketer, path.slice(1));
  }
  await marketer.goto(`${served.base}/leads`);
  expect("the marketer finds both leads", (await says(marketer, "first")) && (await says(marketer, "second")));
  await tellAt(marketer, "chat", "/chat");
  const phone = await somebody("phone", { viewport: { width: 390, height: 844 }, storageState: await rep.context().storageState() });
  await ask("third@buyer-company.de");
  await phone.goto(`${served.base}/queue`);
  await look(phone, "queue-phone");
  expect("the queue fits a phone", (await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await admin.goto(`${served.base}/status`);
  await look(admin, "status");
} catch (error) {
  missed.push(String(error));
} finally {
  await browser.close();
  await served.stop();
  await heard.stop();
}
for (const miss of missed) console.error(miss);
console.log(missed.length ? `${missed.length} missed` : `nothing missed on ${looked.size} pages`);
process.exitCode = missed.length ? 1 : 0;
