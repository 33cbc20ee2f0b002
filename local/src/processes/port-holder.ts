import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

const listening = "0A";

/** Whether something listens on this TCP port of loopback. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(true);
      else reject(error);
    });
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () =>
      server.close(() => resolve(false)),
    );
  });
}

function socketsOn(port: number): Set<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8").split("\n").slice(1),
  );
  const fields = lines.map((line) => line.trim().split(/\s+/));
  const ours = fields.filter(
    (line) => line[1]?.endsWith(wanted) && line[3] === listening,
  );
  return new Set(ours.map((line) => `socket:[${line[9] ?? ""}]`));
}

function holds(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) =>
      sockets.has(readlinkSync(`${folder}/${fd}`)),
    );
  } catch {
    return false; // It ended, or belongs to somebody else.
  }
}

/** Names the process that listens on a port, where the system tells. */
export function holderOf(port: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  const sockets = socketsOn(port);
  const pid = readdirSync("/proc").find(
    (entry) => /^\d+$/.test(entry) && holds(entry, sockets),
  );
  if (!pid) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8")
    .replaceAll("\0", " ")
    .trim();
  return `process ${pid} (${command.slice(0, 80)})`;
}
