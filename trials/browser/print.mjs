// Prints page one on A4 and on Letter: one sheet for the sample and the starting agreement. A text that sets everything there is
// to set still needs three; it may not need more.
//
//   BATON_PARTS=http://… node print.mjs      the style guide that runs there
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { FLAGS } from "./guide.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "out");
const base = process.env.BATON_PARTS;
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const faults = [];
const most = { agreement: 1, "agreement-starting": 1, "agreement-long": 3 };
for (const name of Object.keys(most)) {
  for (const format of ["A4", "Letter"]) {
    const page = await browser.newPage();
    await page.goto(`${base}/parts/screens/${name}`, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    const sentences = await page.locator(".sheet ol > li").count();
    if (sentences < 10 || sentences > 12) faults.push(`${name}: ${sentences} sentences`);
    const sheet = await page.pdf({ format, margin: { top: "15mm", bottom: "15mm", left: "18mm", right: "18mm" } });
    writeFileSync(join(out, `${name}.${format}.pdf`), sheet);
    const sheets = sheet.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    if (sheets < 1 || sheets > most[name]) faults.push(`${name} on ${format}: ${sheets} sheets`);
    await page.close();
  }
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} findings` : "no page one needs more sheets than it may");
process.exitCode = faults.length ? 1 : 0;
