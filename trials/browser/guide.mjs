// The style guide and the program, each as a child that ends with us.
import axe from "axe-core";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// the rules whose answer another colour scheme can change
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/// What axe finds on a page, in words; where `colours`, only what colours decide. The pages have no frames of others, so it
/// runs in the page alone.
export async function findings(page, colours = false) {
  const runOnly = colours ? { type: "rule", values: OF_COLOURS } : { type: "tag", values: RULES };
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (wish) => (await window.axe.run(document, wish)).violations, { runOnly, resultTypes: ["violations"] });
  return violations.map((found) => `axe ${found.id}: ${found.nodes.map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? found.help})`).join(" | ")}`);
}

const lines = (child, seen) => new Promise((done, failed) => {
  let text = "";
  child.stdout.on("data", (chunk) => { text += chunk; if (seen(text)) done(text); });
  child.on("exit", (code) => failed(new Error(`ended with ${code} before it was ready:\n${text}`)));
});

/// The program on an empty database, its clock at Wednesday 10:00 in Berlin. Answers base, folder, link, stop.
export async function program(port, clock) {
  const folder = mkdtempSync(join(tmpdir(), "baton-trial-"));
  const database = join(folder, "baton.db");
  const args = ["serve", "--listen", `127.0.0.1:${port}`, "--database", database, "--trial-clock", clock];
  const child = spawn(process.env.BATON_BIN ?? join(root, "target/debug/baton"), args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "warn", BATON_PRIVATE_HOSTS: "127.0.0.1" } });
  const text = await lines(child, (said) => said.includes("Baton is ready"));
  const stop = () => new Promise((done) => { child.removeAllListeners("exit"); child.on("exit", () => { rmSync(folder, { recursive: true, force: true }); done(); }); child.kill("SIGTERM"); });
  return { base: `http://127.0.0.1:${port}`, database, link: text.match(/http\S*set-up\S*/)[0], stop };
}
