import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { audiencekit, configured } from "./support.ts";

const email = "canary.person@secret-mail.example";
const phone = "+15557654321";
const id = "canary-id-81726354";
const name = "Canaria";
/** The second row is broken, and the third is nobody's; both hold what must not be told. */
const files = {
  "people.csv": [
    "email,phone,customer id,first name",
    `${email},${phone},${id},${name}`,
    `${email},${phone}`,
    `${email} and ${email},x${phone},,${name}`,
    "",
  ].join("\n"),
};

/** In any spelling that a terminal or a log could hold. */
const canaries: readonly string[] = [email, phone.slice(1), id, name].flatMap((canary) =>
  [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64")].concat(
    ["md5", "sha1", "sha256"].map((hash) => createHash(hash).update(canary).digest("hex")),
  ),
);

const commands: readonly (readonly [fault: string, ...argv: string[]])[] = [
  ["whop.create call 1: 500", "create", "whop", "--name", "VIP", "--file", "people.csv"],
  ["whop.create call 1: 403", "create", "whop", "--name", "VIP", "--file", "people.csv"],
  [
    "whop.upload call 1: drop connection",
    "create",
    "whop",
    "--name",
    "VIP",
    "--file",
    "people.csv",
  ],
  ["batch.update call 1: 500", "create", "batch", "--name", "vip", "--file", "people.csv"],
  ["batch.update call 1: 401", "create", "batch", "--name", "vip", "--file", "people.csv"],
];

test.for(
  commands.flatMap(([fault, ...argv]) =>
    [[], ["--verbose"], ["--json"], ["--dry-run"]].map((more) => ({ fault, argv, more })),
  ),
)("nobody's data and no key is shown: $fault, $argv, $more", async ({ fault, argv, more }) => {
  const { cwd, emulators } = await configured({}, files);
  emulators.faults.add(fault);
  const { stdout, stderr } = await audiencekit([...argv, ...more], { cwd });
  const shown = `${stdout}\n${stderr}`;
  expect(shown).toMatch(/reject|refused|permission|failed|error/i);
  const keys = [emulators.whop, emulators.batch, emulators.sonarly].map(({ apiKey }) => apiKey);
  for (const secret of [...keys, ...canaries, "X-Amz-Signature", "Signature="]) {
    expect(shown).not.toContain(secret);
  }
});
