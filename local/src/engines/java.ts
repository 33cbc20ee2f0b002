import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../progress.js";
import { pins } from "./pins.js";
import { onPath, run } from "./run.js";

/** The programs of a JDK. */
export interface Java {
  readonly java: string;
  readonly jar: string;
}

const howToGet =
  `install a JDK ${pins.java.oldest} or newer (Debian and Ubuntu: apt install openjdk-17-jdk-headless; ` +
  "macOS: brew install openjdk@17) and put it on the PATH or in JAVA_HOME";

function find(program: string): string | undefined {
  const home = process.env.JAVA_HOME;
  const inHome = home ? join(home, "bin", program) : undefined;
  return inHome && existsSync(inHome) ? inHome : onPath(program);
}

/** Finds a JDK by JAVA_HOME, then PATH. Throws a UserError that says how to get one. */
export async function findJava(wantedFor: string): Promise<Java> {
  const java = find("java");
  if (!java)
    throw new UserError(
      `Java is missing, and ${wantedFor} needs it: ${howToGet}`,
    );
  const settings: string[] = [];
  await run(java, ["-XshowSettings:properties", "-version"], {
    onLine: (line) => settings.push(line),
  });
  const version =
    /java\.specification\.version = (\S+)/.exec(settings.join("\n"))?.[1] ??
    "unknown";
  if (!(Number(version) >= pins.java.oldest))
    throw new UserError(
      `Java ${version} at ${java} is too old for ${wantedFor}: ${howToGet}`,
    );
  return { java, jar: find("jar") ?? "jar" };
}
