import net from "node:net";

/** The part of Node's own handle of a TCP socket that is of use here. */
interface Handle {
  readonly fd: number;
  getsockname(into: { port?: number }): number;
  close(): void;
}

/**
 * What node:cluster makes its shared sockets with. It has no place in Node's documentation, and there is
 * no other way to a socket that is bound and not read from: a net.Server here would take the connections
 * that are meant for the process.
 */
type CreateHandle = (
  host: string,
  port: number,
  addressType: 4 | 6,
) => Handle | number;
const { _createServerHandle: createHandle } = net as unknown as {
  readonly _createServerHandle: CreateHandle;
};

const host = "127.0.0.1";

/**
 * Sockets on loopback that outlive the processes which listen on them. Once one has listened, who connects
 * while it is away waits, in the system's queue, for the next.
 */
export class HeldSockets {
  private readonly handles = new Map<number, Handle>();

  /** The descriptor of the socket on this port, bound if it is not yet. Throws when it cannot be. */
  descriptorOf(port: number): number {
    const handle = this.handles.get(port) ?? bind(port);
    this.handles.set(port, handle);
    return handle.fd;
  }

  /** Lets go of the socket: unless a process has it still, connections are refused. */
  release(port: number): void {
    this.handles.get(port)?.close();
    this.handles.delete(port);
  }
}

function bind(port: number): Handle {
  const handle = createHandle(host, port, 4);
  if (typeof handle === "number") throw new Error(`cannot bind port ${port}`);
  const bound: { port?: number } = {};
  // That the port is taken is told by nothing but the name that the socket has not got.
  if (handle.getsockname(bound) === 0 && bound.port === port) return handle;
  handle.close();
  throw new Error(`port ${port} is taken`);
}
