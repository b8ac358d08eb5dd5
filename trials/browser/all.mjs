// All trials: people in browsers one after another, and the style guide beside them. Each says what it has to say when it
// ends, so that nothing is said through one another. What failed is said once more at the end, in `trials/out/missed.txt`.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = new URL(".", import.meta.url).pathname;
const LIMIT_MS = 20 * 60_000;
const out = join(here, "..", "out");
const MISSED_LINES = 12;
const missed = [];
const begun = performance.now();
const seconds = () => Math.round((performance.now() - begun) / 1000);

const trial = (script) => new Promise((done) => {
  console.log(`   ${script} begins at ${seconds()} s`);
  const child = spawn("node", [script], { cwd: here, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  // one that hangs is said so, and ends
  const limit = setTimeout(() => { said += `\nstopped after ${LIMIT_MS / 60_000} minutes`; child.kill(); }, LIMIT_MS);
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => { said += chunk; });
  child.on("close", (code) => {
    clearTimeout(limit);
    console.log(`── ${script}, ended at ${seconds()} s with ${code}\n${said.trimEnd()}`);
    if (code !== 0) missed.push(`${script} ended with ${code}`, ...said.split("\n").filter((line) => line.trim() && !line.startsWith("ok ")).slice(-MISSED_LINES));
    done(code === 0);
  });
});

async function inTurn(scripts) {
  let all = true;
  for (const script of scripts) all = (await trial(script)) && all;
  return all;
}

const held = await Promise.all([inTurn(["guided.mjs"]), inTurn(["loop.mjs", "crowd.mjs", "week.mjs"])]);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "missed.txt"), missed.join("\n"));
process.exitCode = held.every(Boolean) ? 0 : 1;
