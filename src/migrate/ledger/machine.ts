import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** This process, and whether others of its machine are alive; injectable, so that a test can let one die. */
export interface Machine {
  /** Of the machine, and of the space in which its process numbers mean something. */
  readonly host: string;
  readonly pid: number;
  /** When this process began, in its system's own words: numbers of processes come again. */
  readonly started: string;
  /** Whether the process of this number that began then is still there. */
  isRunning(pid: number, started: string): boolean;
}

function orNone(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return "";
  }
}

/** The 22nd field of its `stat`; the second is a name in brackets that may hold anything. */
function startOnLinux(pid: number): string {
  const stat = orNone(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function startOf(pid: number): string {
  if (process.platform === "linux") {
    return startOnLinux(pid);
  }
  if (process.platform === "win32") {
    return ""; // told by its number alone
  }
  const question = ["-o", "lstart=", "-p", String(pid)];
  return orNone(() => execFileSync("ps", question, { encoding: "utf8", stdio: "pipe" }));
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there, and only its owner may ask.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A container has numbers of its own, and may share its host's name; after a restart all begin again. */
function hostMark(): string {
  const boot = orNone(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  const space = orNone(() => readlinkSync("/proc/self/ns/pid"));
  return [hostname(), boot, space].filter((word) => word !== "").join(" ");
}

export function thisMachine(): Machine {
  return {
    host: hostMark(),
    pid: process.pid,
    started: startOf(process.pid),
    isRunning: (pid, started) =>
      isThere(pid) && (started === "" || startOf(pid) === "" || startOf(pid) === started),
  };
}
