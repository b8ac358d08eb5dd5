// Presses the keys of the queue as a rep would, and says what did not happen.
//   BATON_PARTS=http://… node press.mjs
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const base = process.env.BATON_PARTS ?? "http://127.0.0.1:8437";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const missed = [];
const expect = (what, held) => { console.log(`${held ? "ok  " : "MISS"} ${what}`); if (!held) missed.push(what); };

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", colorScheme: "light", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => missed.push(`script: ${error.message}`));
  await page.clock.install({ time: new Date("2026-05-12T07:49:48Z") });
  await page.goto(base + path, { waitUntil: "load" });
  return page;
}

const page = await open("/parts/screens/queue");
const left = () => page.locator(".now time[data-due]").textContent();
const first = await left();
await page.clock.runFor(10_000);
expect("the countdown runs", (await left()) !== first && /left$/.test(await left()));
await page.clock.runFor(400_000);
expect("past due it says so in words", /late$/.test(await left()) && (await page.locator(".now .due").getAttribute("data-state")) === "late");

await page.keyboard.press("l");
await page.waitForSelector("#act #act-form");
expect("L lays the attempt form into the page", await page.locator("#act form").isVisible());
expect("the address stays", page.url().endsWith("/parts/screens/queue"));
await page.keyboard.press("Escape");
expect("Escape takes it away", (await page.locator("#act #act-form").count()) === 0);
expect("and the focus is back on its button", (await page.evaluate(() => document.activeElement?.dataset?.key)) === "l");

await page.keyboard.press("x");
await page.waitForSelector("#act input[name=reason]");
await page.keyboard.press("2");
expect("X, 2 chooses the second reason", await page.locator("#act input[name=reason]").nth(1).isChecked());
expect("and its question stands open", await page.locator("#act .choice").nth(1).locator(".detail input").isVisible());
await page.locator("#act textarea").fill("");
await page.locator("#act textarea").pressSequentially("a b c");
expect("letters typed into a field are letters", (await page.locator("#act textarea").inputValue()) === "a b c");
await page.keyboard.press("Escape");

await page.locator("body").click({ position: { x: 5, y: 5 } });
await page.keyboard.press("j");
expect("J moves to the next row", await page.evaluate(() => document.activeElement?.hasAttribute("data-row")));
await page.clock.runFor(200);
await page.waitForURL(/\/queue\?lead=/);
expect("the lead follows and the address says which", /lead=lead_/.test(page.url()));
expect("only one lead stands beside", (await page.locator(".pane").count()) === 1 && (await page.locator("#queue").count()) === 1);
await page.keyboard.press("/");
expect("/ goes to the search", (await page.evaluate(() => document.activeElement?.id)) === "search");
await page.locator("[data-theme-switch] button").click();
expect("the theme switches at once", (await page.locator("html").getAttribute("data-theme")) === "dark");

const plain = await open("/parts/screens/queue", { javaScriptEnabled: false });
await plain.locator(".acts a[data-key=l]").click();
expect("without script the form has its own page", /\/handoffs\/handoff_1\/attempt$/.test(plain.url()) && (await plain.locator("form.act").count()) === 1);

await browser.close();
for (const what of missed) console.error(`missed: ${what}`);
process.exitCode = missed.length ? 1 : 0;
