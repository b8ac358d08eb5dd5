// A program and a chat that hear of alerts: what is posted is kept, and a webhook's signature is worked out again.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

/// Listens on loopback. Answers its address, what came (path, headers, text), and a way to wait for one of a kind.
export async function receiver() {
  const came = [];
  const server = createServer((asked, answer) => {
    let text = "";
    asked.on("data", (chunk) => { text += chunk; });
    asked.on("end", () => { came.push({ path: asked.url, headers: asked.headers, text }); answer.writeHead(204).end(); });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const found = async (test, within = 30_000) => {
    for (const end = Date.now() + within; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
      const one = came.find(test);
      if (one) return one;
    }
    return undefined;
  };
  return { address: `http://127.0.0.1:${server.address().port}`, found, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

/// Whether a post is signed with this secret as Standard Webhooks says.
export function isSigned({ headers, text }, secret) {
  if (Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"])) > 300) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const over = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`;
  const right = `v1,${createHmac("sha256", key).update(over).digest("base64")}`;
  return headers["webhook-signature"].split(" ").includes(right);
}
