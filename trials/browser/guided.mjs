// Starts the style guide once, looks at every page of it, presses its keys and prints page one.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./guide.mjs";

const PORT = 8438;
const base = `http://127.0.0.1:${PORT}`;
const here = new URL(".", import.meta.url).pathname;
// BATON_PARTS_BIN: the guide, built; else it is built here, with all the others: chosen alone it would get other features
function built() {
  if (process.env.BATON_PARTS_BIN) return process.env.BATON_PARTS_BIN;
  const run = spawnSync("cargo", ["build", "--quiet", "--locked", "--workspace", "--example", "parts"], { cwd: root, stdio: "inherit" });
  if (run.status !== 0) process.exit(1);
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "examples", "parts");
}

const child = spawn(built(), [String(PORT)], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
const answers = () => fetch(`${base}/parts`).then((answer) => answer.ok, () => false);
for (let turn = 0; turn < 240 && !(await answers()); turn += 1) await new Promise((done) => setTimeout(done, 250));
let code = 0;
for (const script of ["look.mjs", "press.mjs", "print.mjs"]) {
  const run = spawnSync("node", [script], { cwd: here, stdio: "inherit", env: { ...process.env, BATON_PARTS: base } });
  code ||= run.status ?? 1;
}
child.kill();
process.exitCode = code;
