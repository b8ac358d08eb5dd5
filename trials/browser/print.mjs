// Prints page one on A4 and on Letter: one sheet, of the starting agreement, of a long one, and of one with more of everything than
// fits. Nothing on it is smaller than nine points.
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
const NINE_POINTS = 12;
for (const name of ["agreement", "agreement-starting", "agreement-long", "agreement-fullest"]) {
  for (const format of ["A4", "Letter"]) {
    const page = await browser.newPage();
    await page.goto(`${base}/parts/screens/${name}`, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    const sentences = await page.locator(".sheet ol > li").count();
    if (sentences < 10 || sentences > 12) faults.push(`${name}: ${sentences} sentences`);
    await page.emulateMedia({ media: "print" });
    const small = await page.evaluate((least) => {
      const shown = [...document.querySelectorAll(".page *")].filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
      return shown.filter((one) => parseFloat(getComputedStyle(one).fontSize) < least - 0.01).map((one) => one.textContent.trim().slice(0, 40));
    }, NINE_POINTS);
    if (small.length) faults.push(`${name}: smaller than nine points: ${small.join(" | ")}`);
    const sheet = await page.pdf({ format, margin: { top: "15mm", bottom: "15mm", left: "18mm", right: "18mm" } });
    writeFileSync(join(out, `${name}.${format}.pdf`), sheet);
    const sheets = sheet.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    if (sheets !== 1) faults.push(`${name} on ${format}: ${sheets} sheets`);
    await page.close();
  }
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} findings` : "every page one is one sheet");
process.exitCode = faults.length ? 1 : 0;
