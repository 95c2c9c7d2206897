import { describe, expect, test } from "vitest";

import { usualMeaning } from "../../src/files/spellings.ts";
import { readCsv } from "./support/reading.ts";

const memberOf = async (...args: Parameters<typeof readCsv>): Promise<unknown> => {
  const { members, error } = await readCsv(...args);
  return error ?? members[0];
};

describe("headers in their usual spellings", () => {
  const identifiers = {
    email: ["email", "Email", "E-Mail", "e_mail", "mail", "Email Address", "email 2", "EMAIL1"],
    phone: [
      "phone",
      "Phone Number",
      "mobile",
      "Mobile Phone",
      "tel",
      "tel.",
      "Telefon",
      "Handynummer",
    ],
    externalId: [
      "custom id",
      "external_id",
      "externalId",
      "User ID",
      "customer-id",
      "custom_user_id",
    ],
    linkedinUrl: ["linkedin", "LinkedIn URL", "profile url", "Person Linkedin Url"],
  } as const;
  const attributes = {
    firstName: [
      "first name",
      "firstname",
      "First_Name",
      "given name",
      "Vorname",
      "prénom",
      "PRÉNOM",
    ],
    lastName: ["last name", "surname", "family name", "Nachname", "nom"],
    country: ["country", "Land", "pays"],
  } as const;

  test.for(Object.entries(identifiers))("%s", ([identifier, headers]) => {
    expect(headers.map(usualMeaning)).toEqual(headers.map(() => ({ identifier })));
  });

  test.for(Object.entries(attributes))("%s", ([attribute, headers]) => {
    expect(headers.map(usualMeaning)).toEqual(headers.map(() => ({ attribute })));
  });

  test.for([
    "id",
    "name",
    "email opt in",
    "emailed at",
    "phone type",
    "company",
    "first order",
    "2",
    "",
  ])("%j is taken as it stands", (header) => {
    expect(usualMeaning(header)).toBeUndefined();
  });
});

describe("what a column holds", () => {
  test("several columns of emails or phones are several of them", async () => {
    const content = "email,email 2,mobile,phone\na@x.com,b@x.com,+1,+2\n";
    expect(await memberOf(content)).toEqual({
      identifiers: { email: ["a@x.com", "b@x.com"], phone: ["+1", "+2"] },
      attributes: {},
    });
  });

  test("any other column is an attribute under its header, without the spaces around it", async () => {
    expect(await memberOf("email, Favourite Colour ,LTV\na@x.com,red,12\n")).toEqual({
      identifiers: { email: ["a@x.com"] },
      attributes: { "Favourite Colour": "red", LTV: "12" },
    });
  });

  test("a header that is there twice is told apart, with a note", async () => {
    const read = await readCsv("email,note,note,note\na@x.com,1,2,3\n");
    expect(read.members[0]?.attributes).toEqual({ note: "1", "note (2)": "2", "note (3)": "3" });
    expect(read.diagnostics.map(({ path }) => path)).toEqual(["column 3", "column 4"]);
  });

  test("a column without a header is known by its number", async () => {
    const read = await readCsv("email,,name,\na@x.com,1,Ada,2\n");
    expect(read.members[0]?.attributes).toEqual({ "column 2": "1", name: "Ada", "column 4": "2" });
  });
});

describe("the caller says what a column holds", () => {
  test("by its header, also in another spelling", async () => {
    const columns = { email: "kontakt", city: "Ort" };
    expect(await memberOf("Kontakt,Ort\na@x.com,Berlin\n", { columns })).toEqual({
      identifiers: { email: ["a@x.com"] },
      attributes: { city: "Berlin" },
    });
  });

  test("by its number, and several for one kind", async () => {
    const columns = { email: [3, "Kontakt"], firstName: 2 };
    expect(await memberOf("Kontakt,Ort,Zweiter\na@x.com,Ada,b@x.com\n", { columns })).toEqual({
      identifiers: { email: ["a@x.com", "b@x.com"] },
      attributes: { firstName: "Ada" },
    });
  });

  test("what was said of one kind does not change the others", async () => {
    const columns = { externalId: "customer id" };
    expect(await memberOf("email,user id,customer id\na@x.com,1,2\n", { columns })).toEqual({
      identifiers: { email: ["a@x.com"], externalId: ["2"] },
      attributes: { "user id": "1" },
    });
  });

  test("that a column is no identifier", async () => {
    expect(await memberOf("email,phone\na@x.com,yes\n", { columns: { phone: [] } })).toEqual({
      identifiers: { email: ["a@x.com"] },
      attributes: { phone: "yes" },
    });
  });

  test("for a file without headers", async () => {
    const read = await readCsv("a@x.com,Ada,1\nb@x.com,Bob,2\n", {
      header: false,
      columns: { email: 1, firstName: 2 },
    });
    expect(read.members).toEqual([
      { identifiers: { email: ["a@x.com"] }, attributes: { firstName: "Ada", "column 3": "1" } },
      { identifiers: { email: ["b@x.com"] }, attributes: { firstName: "Bob", "column 3": "2" } },
    ]);
    expect(read.lines).toEqual([1, 2]);
  });

  test.for([
    [{ email: "Kontakt" }, "no column that is called as columns.email says"],
    [{ email: 9 }, "columns.email asks for number 9"],
    [{ email: 1, phone: 1 }, "columns gives it two meanings"],
  ] as const)("%j does not fit the file", async ([columns, problem]) => {
    const { error } = await readCsv("mail,name\na@x.com,Ada\n", { columns });
    expect(error?.message).toContain(problem);
  });

  test("which delimiter it is, where the header would be cut otherwise", async () => {
    const content = "email;a,b,c,d\na@x.com;1\n";
    expect(await memberOf(content, { delimiter: ";" })).toEqual({
      identifiers: { email: ["a@x.com"] },
      attributes: { "a,b,c,d": "1" },
    });
  });
});

describe("what separates cells is what cuts the first line into the most", () => {
  test.for([
    ["email,a;b;c,d", ",", ["a;b;c", "d"]],
    ["email;a,b;c,d;e", ";", ["a,b", "c,d", "e"]],
    ["email,a|b|c,d", ",", ["a|b|c", "d"]],
    ["email\ta b", "\t", ["a b"]],
    ['email|"a,b;c"', "|", ["a,b;c"]],
    ['"email";"a,b,c"', ";", ["a,b,c"]],
    ['email,"a\n;;;",b', ",", ["a\n;;;", "b"]],
    ['"a\n,,,";email', ";", ["a\n,,,"]],
  ] as const)("%j", async ([header, delimiter, attributes]) => {
    const row = ["a@x.com", ...attributes.map(() => "a@x.com")].join(delimiter);
    const { members, error } = await readCsv(`${header}\n${row}\n`);
    expect(error ?? Object.keys(members[0]?.attributes ?? {})).toEqual(attributes);
  });
});
