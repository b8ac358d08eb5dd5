// Looks at every part and screen in a browser: light and dark, desk and phone, and in the pseudo-locale, where only the
// width counts: its rules are those of the others.
// Pictures go to trials/out/. Fails on any finding of axe, any report of the content security policy, any fault
// in the script, and on a page that is wider than its window.
//
//   node look.mjs [NAME …]      only those screens
//   BATON_PARTS=http://…        a guide that runs already; else it is built and started here
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const out = join(here, "..", "out");
const PORT = 8437;
// Looks under way at once.
const LANES = 2;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const only = process.argv.slice(2);
const LOOKS = [
  { theme: "light", size: DESK, name: "desk-light" },
  { theme: "dark", size: DESK, name: "desk-dark" },
  { theme: "light", size: PHONE, name: "phone-light" },
  { theme: "dark", size: PHONE, name: "phone-dark" },
  { theme: "light", size: DESK, name: "desk-pseudo", lang: "qps" },
  { theme: "light", size: PHONE, name: "phone-pseudo", lang: "qps" },
];

const reachable = (url) => fetch(url).then((answer) => answer.ok, () => false);

async function guide() {
  if (process.env.BATON_PARTS) return { base: process.env.BATON_PARTS, stop() {} };
  const child = spawn("cargo", ["run", "--quiet", "-p", "web", "--example", "parts", "--", String(PORT)], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const base = `http://127.0.0.1:${PORT}`;
  for (let turn = 0; turn < 1200 && !(await reachable(`${base}/parts`)); turn += 1) await new Promise((done) => setTimeout(done, 500));
  return { base, stop: () => child.kill() };
}

async function screens(base) {
  const html = await (await fetch(`${base}/parts`)).text();
  return [...html.matchAll(/href="\/parts\/screens\/([a-z0-9-]+)"/g)].map((found) => found[1]);
}

async function look(browser, base, { path, name }, view, faults) {
  const context = await browser.newContext({ viewport: view.size, deviceScaleFactor: 1, reducedMotion: "reduce", colorScheme: view.theme });
  const page = await context.newPage();
  const say = (what) => faults.push(`${name} ${view.name}: ${what}`);
  page.on("pageerror", (error) => say(`script: ${error.message}`));
  page.on("console", (line) => { if (["error", "warning"].includes(line.type())) say(`console: ${line.text()}`); });
  await page.clock.install({ time: new Date("2026-05-12T07:49:48Z") });
  await page.goto(`${base}${path}?theme=${view.theme}&lang=${view.lang ?? "en"}`, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) say(`${wide} px wider than its window`);
  await page.screenshot({ path: join(out, `${name}.${view.name}.png`), fullPage: true });
  if (!view.lang) await rules(page, say);
  await context.close();
}

async function rules(page, say) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  for (const found of violations) say(`axe ${found.id}: ${found.nodes.map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? found.help})`).join(" | ")}`);
}

mkdirSync(out, { recursive: true });
const { base, stop } = await guide();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const faults = [];
try {
  const pages = [{ path: "/parts", name: "parts" }, ...(await screens(base)).map((name) => ({ path: `/parts/screens/${name}`, name }))];
  const wanted = pages.filter((page) => !only.length || only.includes(page.name));
  await fetch(`${base}/csp/seen`);
  const looks = wanted.flatMap((page) => LOOKS.map((view) => ({ page, view })));
  let at = 0;
  const lane = async () => {
    while (at < looks.length) {
      const { page, view } = looks[at];
      at += 1;
      process.stdout.write(`\r${at}/${looks.length} ${page.name.padEnd(24)}`);
      await look(browser, base, page, view, faults);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const reports = await (await fetch(`${base}/csp/seen`)).text();
  if (reports) faults.push(`content security policy: ${reports}`);
} finally {
  await browser.close();
  stop();
}
process.stdout.write("\n");
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} findings` : "nothing found");
process.exitCode = faults.length ? 1 : 0;
