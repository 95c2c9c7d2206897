import { isAudienceError } from "../../core/errors.ts";
import type { Normalize } from "../../core/writing/normalize.ts";
import { createIdentity } from "../../migrate/identity.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import type { FileOptions } from "../write-options.ts";
import { openMemberFile } from "./member-file.ts";
import type { MemberFile } from "./member-file.ts";
import { createMembersRun } from "./members.ts";
import type { MembersRun } from "./members.ts";

export interface OpenMembers {
  readonly file: MemberFile;
  readonly run: MembersRun;
}

function identityOf(defaultCountry: string | undefined): Normalize {
  try {
    return createIdentity({ defaultCountry });
  } catch (error) {
    throw isAudienceError(error)
      ? usageFailure(error.message.replace(/^defaultCountry/, "--default-country"))
      : error;
  }
}

/** Opens the file of a command that writes members. @throws Failure for what is wrong with it */
export async function openMembers(
  file: string,
  options: FileOptions,
  key: string,
  io: Io,
): Promise<OpenMembers> {
  const { column: columns, header, defaultCountry, verbose, json } = options;
  const normalize = identityOf(defaultCountry);
  const { stdout, stderr } = io;
  const watched = stderr.isTTY && verbose !== true && !(json === true && stdout.isTTY);
  const opened = await openMemberFile({ file, columns, header, watched }, io);
  return { file: opened, run: createMembersRun({ file: opened, normalize, key, watched }, io) };
}
