// Looks at every part and screen in a browser: light and dark, desk and phone, and in the pseudo-locale, where only the
// width counts: its rules are those of the others. In the dark axe looks at what colours decide.
// Pictures go to trials/out/; those of the pseudo-locale only for screens that are named. Fails on any finding of axe, any
// report of the content security policy, any fault in the script, and on a page that is wider than its window.
//
//   node look.mjs [NAME …]      only those screens
//   BATON_PARTS=http://…        a guide that runs already; else it is built and started here
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, findings, root } from "./guide.mjs";

const out = join(root, "trials", "out");
const PORT = 8437;
// Looks under way at once.
const LANES = 2;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const only = process.argv.slice(2);
// each is opened at its first size and then gets the other: in the light a desk's becomes a phone's, in the dark the other way
const SIZES = [{ name: "desk", size: DESK }, { name: "phone", size: PHONE }];
const LOOKS = [
  { theme: "light", name: "light", sizes: SIZES },
  { theme: "dark", name: "dark", sizes: SIZES.toReversed() },
  { theme: "light", name: "pseudo", lang: "qps", sizes: SIZES },
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

// One lane's page in a view, for one screen after another.
async function open(browser, view, faults) {
  const context = await browser.newContext({ viewport: DESK, deviceScaleFactor: 1, reducedMotion: "reduce", colorScheme: view.theme });
  const page = await context.newPage();
  const open = { page, seen: "" };
  open.say = (what) => faults.push(`${open.seen}: ${what}`);
  page.on("pageerror", (error) => open.say(`script: ${error.message}`));
  page.on("console", (line) => { if (["error", "warning"].includes(line.type())) open.say(`console: ${line.text()}`); });
  await page.clock.install({ time: new Date("2026-05-12T07:49:48Z") });
  return open;
}

async function look(opened, base, { path, name }, view) {
  const { page } = opened;
  for (const { name: device, size } of view.sizes) {
    opened.seen = `${name} ${device}-${view.name}`;
    await page.setViewportSize(size);
    if (size === view.sizes[0].size) {
      await page.goto(`${base}${path}?theme=${view.theme}&lang=${view.lang ?? "en"}`, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) opened.say(`${wide} px wider than its window`);
    if (!view.lang || only.length) await page.screenshot({ path: join(out, `${name}.${device}-${view.name}.png`), fullPage: true });
    if (!view.lang) (await findings(page, view.theme === "dark")).forEach(opened.say);
  }
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
    const opened = new Map();
    while (at < looks.length) {
      const { page, view } = looks[at];
      at += 1;
      if (process.stdout.isTTY) process.stdout.write(`\r${at}/${looks.length} ${page.name.padEnd(24)}`);
      if (!opened.has(view)) opened.set(view, await open(browser, view, faults));
      await look(opened.get(view), base, page, view);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const reports = await (await fetch(`${base}/csp/seen`)).text();
  if (reports) faults.push(`content security policy: ${reports}`);
} finally {
  await browser.close();
  stop();
}
if (process.stdout.isTTY) process.stdout.write("\n");
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} findings` : "nothing found");
process.exitCode = faults.length ? 1 : 0;
