/** How to ask a process whether it can do its work. */
export type Probe =
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "http"; readonly url: string };

/** What the supervisor needs to run one process. Serialisable: it travels over the control socket. */
export interface ProcessSpec {
  /** `postgres`, `booking`, `sidecar:booking` ...; unique in a stack, and the name of its log. */
  readonly name: string;
  readonly kind: "engine" | "app" | "sidecar";
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** TCP ports on loopback that it listens on. */
  readonly ports: readonly number[];
  /**
   * The one of its ports whose socket the supervisor binds and keeps while the process is started anew, so
   * that who connects meanwhile waits. The process gets it as systemd hands over sockets: LISTEN_FDS.
   */
  readonly heldPort?: number;
  readonly probe: Probe;
  /** Asks it to end; SIGTERM unless said otherwise. */
  readonly stopSignal?: NodeJS.Signals;
}
