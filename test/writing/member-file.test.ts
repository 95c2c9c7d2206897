import { expect, test } from "vitest";

import type { MemberInput } from "../../src/core/model.ts";
import { memberFile } from "../../src/core/writing/member-file.ts";
import type { MemberColumn } from "../../src/core/writing/member-file.ts";

const columns: readonly MemberColumn[] = [
  { header: "Email", identifier: "email" },
  { header: "Phone", identifier: "phone" },
  { header: "First name", attribute: "firstName" },
];

/** The file of some members, handful by handful, and what is counted. */
async function written(chunks: readonly (readonly MemberInput[])[], of = columns) {
  const count = { members: 0, rows: 0 };
  async function* stream() {
    yield* chunks;
  }
  return { texts: await Array.fromAsync(memberFile(stream(), of, count)), count };
}

test("a file of nobody has its columns", async () => {
  expect(await written([])).toEqual({
    texts: ["Email,Phone,First name\r\n"],
    count: { members: 0, rows: 0 },
  });
});

test("each handful is a text, and what is not known is an empty cell", async () => {
  const ada = { identifiers: { email: ["ada@b.co"] }, attributes: { firstName: "Ada, C." } };
  const bob = { identifiers: { phone: ["+15550100200"] }, attributes: { firstName: null } };
  const eve = { identifiers: {}, attributes: { other: "x", firstName: 7 } };
  const ann = { identifiers: { email: ["ann@b.co"] } };
  expect(
    await written([
      [ada, bob],
      [eve, ann],
    ]),
  ).toEqual({
    texts: [
      "Email,Phone,First name\r\n",
      'ada@b.co,,"Ada, C."\r\n,+15550100200,\r\n',
      ",,7\r\nann@b.co,,\r\n",
    ],
    count: { members: 4, rows: 4 },
  });
});

test("who has several identifiers of a kind has as many lines, each with the attributes", async () => {
  const many = {
    identifiers: { email: ["a@b.co", "c@d.co"], phone: ["+1", "+2", "+3"] },
    attributes: { firstName: "Ada" },
  };
  expect(await written([[many]])).toEqual({
    texts: ["Email,Phone,First name\r\n", "a@b.co,+1,Ada\r\nc@d.co,+2,Ada\r\n,+3,Ada\r\n"],
    count: { members: 1, rows: 3 },
  });
});

test("a column that says nothing of what it holds is empty", async () => {
  const nameless = { identifiers: {}, attributes: { "": "x" } };
  const { texts } = await written([[nameless]], [{ header: "a" }, { header: "b", attribute: "c" }]);
  expect(texts).toEqual(["a,b\r\n", "x,\r\n"]);
});
