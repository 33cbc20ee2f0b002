import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.js";

/** How long requests under way may take to end, in milliseconds. */
const CLOSE_PATIENCE_MS = 5_000;

/** Answers while the app is still being put together. */
export const refuseForNow: RequestListener = (_req, res) => {
  res.writeHead(503, { "retry-after": "1" }).end();
};

/** Takes the port; answers the URL. Port 0 takes a free one. */
export async function listen(
  server: Server,
  { HOST, PORT }: Pick<Config, "HOST" | "PORT">,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(PORT, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://${HOST}:${port}`;
}

/** Requests under way may end; connections that only idle, or hang, may not hold us up. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const impatience = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_PATIENCE_MS);
  await closed;
  clearTimeout(impatience);
}
