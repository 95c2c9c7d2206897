import { AudienceError, isAudienceError } from "../core/errors.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { CallContext } from "../core/call-context.ts";

type Who = Pick<CallContext, "provider" | "operation">;

/** An error whose sentence begins with who was asked for what. */
export function failure(
  { provider, operation }: Who,
  code: ErrorCode,
  words: string,
): AudienceError {
  return new AudienceError(code, `${provider}: ${operation} ${words}`, { provider, operation });
}

export const nameTaken = "found that there is a file of this name already. Choose another name.";

const meanings: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: [
    "not_found",
    "found no such file or folder. Check the path and the id; list shows the files there are.",
  ],
  ENOTDIR: ["not_found", "found no such folder. Check the path."],
  EISDIR: ["invalid_argument", "was pointed at a folder where a file was meant. Check the path."],
  ELOOP: ["invalid_argument", "was pointed at a link that leads to itself. Check the path."],
  ENAMETOOLONG: ["invalid_argument", "was given a name that is too long for a file. Shorten it."],
  EEXIST: ["conflict", nameTaken],
  EACCES: ["permission", "was not allowed to. Check who owns the file and its folder."],
  EPERM: ["permission", "was not allowed to. Check who owns the file and its folder."],
  EROFS: ["permission", "found that the disk is read-only. Choose another folder."],
  ENOSPC: ["unavailable", "found the disk full. Nothing was changed; make room and try again."],
  EFBIG: [
    "unavailable",
    "found that a file may not grow as large as this one. Nothing was changed; raise the limit, or write less.",
  ],
  EDQUOT: [
    "unavailable",
    "found the disk quota used up. Nothing was changed; make room and try again.",
  ],
};

/** What the operating system calls it. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : undefined;
}

/** Systems say the same in several ways. */
export const isOneOf = (cause: unknown, codes: ReadonlySet<string>): boolean =>
  codes.has(codeOf(cause) ?? "");

export const isMissing = (cause: unknown): boolean => codeOf(cause) === "ENOENT";

/** What the operating system said, as an error of this library; its own message holds a path, and stays behind. */
function fileFailure(cause: unknown, who: Who): unknown {
  const code = codeOf(cause);
  if (isAudienceError(cause) || code === undefined) {
    return cause; // nothing that the system has said
  }
  // What is packed badly, cut short or no gzip at all: Z_DATA_ERROR, Z_BUF_ERROR, …
  if (code.startsWith("Z_")) {
    const words = `could not unpack the file (${code}): it is damaged, cut short, or no gzip. Make it anew.`;
    return failure(who, "invalid_response", words);
  }
  const [kind, words] = meanings[code] ?? [
    "unavailable",
    `failed at the file system (${code}). Try again, or look at the disk.`,
  ];
  return failure(who, kind, words);
}

/** Does something with files; what the system says against it becomes an error of this library. */
export async function guarded<Result>(
  context: Who & Pick<CallContext, "signal">,
  action: () => Promise<Result>,
): Promise<Result> {
  context.signal?.throwIfAborted();
  try {
    return await action();
  } catch (cause) {
    context.signal?.throwIfAborted();
    throw fileFailure(cause, context);
  }
}
