import { connect } from "node:net";
import type { Probe } from "./spec.js";

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1000 });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.once("timeout", () => answer(false));
  });
}

/** Whether the process answers now that it can do its work. */
export async function isReady(probe: Probe): Promise<boolean> {
  if (probe.kind === "tcp") return accepts(probe.port);
  try {
    const response = await fetch(probe.url, {
      signal: AbortSignal.timeout(2000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
