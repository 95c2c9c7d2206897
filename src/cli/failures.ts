import { exitCodes } from "./exit.ts";
import type { ExitCode } from "./exit.ts";

/** An error whose message is meant for the person at the terminal, and which says how to end. */
export interface Failure extends Error {
  readonly exitCode: ExitCode;
}

function failure(message: string, exitCode: ExitCode): Failure {
  return Object.assign(new Error(message), { exitCode });
}

/** Something was typed or configured wrongly; the message names it and the remedy. */
export function usageFailure(message: string): Failure {
  return failure(message, exitCodes.usage);
}

/** The reason with which a run is aborted when its process is asked to stop. */
export function interruption(signal: "SIGINT" | "SIGTERM"): Failure {
  return failure(
    "Interrupted.",
    signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated,
  );
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && "exitCode" in error && typeof error.exitCode === "number";
}
