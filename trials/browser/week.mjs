// A week of duty by keyboard alone, and a device whose clock is wrong: a place is swapped and the swap undone without a
// mouse, the focus stays where the reader was, what happened is said in the live region; countdowns show the server's
// time; a page that answers an act is not refreshed from under its reader.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, findings, program, root } from "./guide.mjs";

const CLOCK = "2026-03-04T10:00:00+01:00";
const WRONG = "2026-03-04T06:30:00+01:00";
const PASSWORD = "a long enough password";
const out = join(root, "trials", "out");
mkdirSync(out, { recursive: true });
const missed = [];
const expect = (what, held) => { console.log(`${held ? "ok  " : "MISS"} ${what}`); if (!held) missed.push(what); };

const served = await program(Number(process.env.BATON_WEEK_PORT ?? 8443), CLOCK);
const browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM || "/usr/bin/chromium", args: FLAGS });

async function somebody(name, clock = CLOCK) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("pageerror", (error) => missed.push(`${name}: script: ${error.message}`));
  page.on("console", (line) => { if (/Content Security Policy|405/i.test(line.text())) missed.push(`${name}: ${line.text()}`); });
  await page.clock.install({ time: new Date(clock) });
  return page;
}

async function setUp(page, link, fields) {
  await page.goto(link);
  for (const [name, value] of Object.entries({ ...fields, password: PASSWORD })) await page.fill(`[name=${name}]`, value);
  await page.locator("main form button.main").click();
  await page.waitForLoadState();
}

async function invite(admin, name, clock) {
  await admin.goto(`${served.base}/team`);
  await admin.fill("[action='/team/users'] [name=name]", name);
  await admin.fill("[action='/team/users'] [name=email]", `${name.toLowerCase().replaceAll(" ", ".")}@trial-company.de`);
  await admin.check("[action='/team/users'] [name=role][value=rep]");
  await admin.locator("[action='/team/users'] button.main").click();
  const page = await somebody(name, clock);
  await setUp(page, await admin.locator("#link").inputValue(), {});
  await admin.goto(`${served.base}/rotations`);
  const form = admin.locator("form:has(select[name=user])").first();
  await form.locator("select[name=user]").selectOption({ label: name });
  await form.locator("button").click();
  await admin.waitForLoadState();
  return page;
}

// a slow machine takes seconds for what takes none elsewhere
const PATIENCE = { timeout: 30_000 };
/// Whether the live region comes to say it, on this page or on the one that an act leads to.
const heard = (page, words) => page.waitForFunction((wanted) => new RegExp(wanted).test(document.querySelector("#heard")?.textContent ?? ""), words, PATIENCE)
  .then(() => true, async () => { console.log(`heard instead: ${await page.locator("#heard").textContent().catch(() => "")}`); return false; });
const focused = (page) => page.evaluate(() => ({ id: document.activeElement?.id ?? "", text: document.activeElement?.textContent?.trim() ?? "" }));

async function tabTo(page, holds, most = 120) {
  for (let turn = 0; turn < most; turn += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(holds)) return true;
  }
  return false;
}

async function look(page, name) {
  await page.screenshot({ path: join(out, `week-${name}.png`), fullPage: true });
  for (const found of await findings(page)) missed.push(`${name}: ${found}`);
}

try {
  const admin = await somebody("admin");
  await setUp(admin, served.link, { name: "Trial Admin", email: "admin@trial-company.de" });
  const rep = await invite(admin, "Trial One", WRONG);
  const second = await invite(admin, "Trial Two", WRONG);
  expect("a change of a rotation is said after it", await heard(admin, "Trial Two has weight 1"));
  const rota = await admin.locator("a[href^='/rota/']").first().getAttribute("href");
  await admin.goto(`${served.base}${rota}`);
  await admin.fill("#deal [name=each]", "1");
  await admin.locator("#deal form[action$='/deal'] button.main").click();
  await admin.waitForLoadState();
  expect("dealing a week is said, with its undo", await heard(admin, "The week was set") && await admin.locator(".flash form button").isVisible());
  await look(admin, "dealt");

  // by keyboard alone: to a name, Enter, with whom, Swap
  await admin.goto(`${served.base}${rota}`);
  expect("a name is reached by Tab", await tabTo(admin, () => document.activeElement?.matches("a[data-swap]")));
  const given = await focused(admin);
  await admin.keyboard.press("Enter");
  await admin.waitForURL(/give=/);
  await admin.waitForLoadState();
  expect("Enter on it leads to the choice of with whom", (await focused(admin)).id === "with");
  const other = given.text.includes("One") ? "Trial Two" : "Trial One";
  await admin.keyboard.type(other);
  expect("whoever takes over is chosen by typing", (await admin.locator("#with option:checked").textContent()) === other);
  await look(admin, "chosen");
  expect("Swap is the next stop", await tabTo(admin, () => document.activeElement?.closest("[data-swap-form]") && document.activeElement.matches("button"), 2));
  await admin.keyboard.press("Enter");
  await admin.waitForURL((url) => url.hash.includes("user_"));
  await admin.waitForLoadState();
  const there = await focused(admin);
  expect("the focus is on the place that was swapped", there.text.endsWith(other) && there.id.split(".").slice(0, 2).join() === given.id.split(".").slice(0, 2).join());
  expect("what happened is heard", await heard(admin, `Swapped\\. .*: ${other} for Trial`));
  await look(admin, "swapped");
  await admin.keyboard.press("z");
  expect("a key undoes it, and that is heard", await heard(admin, "Undone\\. The swap is gone"));
  expect("the one who had the place has it again", (await admin.locator(`[id='${given.id}']`).textContent()).includes(given.text.replace(other, "").trim()));

  // the device's clock is three and a half hours behind
  const visitor = await somebody("visitor");
  for (const page of [rep, second]) await page.goto(`${served.base}/queue`);
  await visitor.goto(`${served.base}/f/demo`);
  for (const [name, value] of Object.entries({ name: "Buyer", email: "buyer@buyer-company.de", company: "Buyer Company", country: "DE" })) await visitor.fill(`[name=${name}]`, value);
  await visitor.locator("form button.main").first().click();
  await visitor.waitForURL(/thanks/);
  const mine = (await admin.locator(".rota-block.runs .rota-person").first().textContent()).includes("Trial One");
  const holder = mine ? rep : second;
  await holder.locator(".now .due time").first().waitFor(PATIENCE);
  await holder.waitForTimeout(1_200);
  const left = await holder.locator(".now .due time").first().textContent();
  expect(`a device that is hours behind counts the server's minutes (${left.trim()})`, /1[0-4]:\d\d/.test(left));
  await holder.reload();
  await holder.waitForTimeout(1_200);
  expect("also after loading again", /1[0-4]:\d\d/.test(await holder.locator(".now .due time").first().textContent()));

  // a refused act stays on the screen while things change elsewhere, and its address can be looked at
  await rep.goto(`${served.base}/leave`);
  await rep.fill("#from-new", "2026-02-02");
  await rep.fill("#until-new", "2026-02-03");
  await rep.locator("#add button.main").click();
  await rep.waitForLoadState();
  const refused = rep.url();
  await rep.waitForTimeout(1_500);
  expect("a refusal and what was typed stay", (await rep.locator("#until-new").inputValue()) === "2026-02-03" && await rep.getByText("This time is over.").first().isVisible());
  await admin.goto(`${served.base}${rota}`);
  await admin.locator("#deal > summary").click();
  await admin.fill("#deal [name=minutes]", "5");
  await admin.evaluate(() => { document.querySelector("#deal form[action$='/deal']").noValidate = true; });
  await admin.locator("#deal form[action$='/deal'] button.main").click();
  await admin.waitForLoadState();
  const address = admin.url();
  await admin.goto(address);
  expect("the address of a refused form leads to its page", new URL(admin.url()).pathname === rota && refused.includes("/leave/"));
} catch (error) {
  missed.push(String(error));
} finally {
  await browser.close();
  await served.stop();
}
for (const miss of missed) console.error(miss);
console.log(missed.length ? `${missed.length} missed` : "nothing missed in a week by keyboard");
process.exitCode = missed.length ? 1 : 0;
