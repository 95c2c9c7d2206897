import { describe, expect, test } from "vitest";
import { startInstant } from "../../../src/testing/index.ts";
import { at, inProcess, keysOf, vendors } from "./support.ts";

/** Where a vendor's refusal says what. */
const codes = {
  whop: ["error", "type"],
  batch: ["error_code"],
  sonarly: ["error", "code"],
} as const;
const messages = {
  whop: ["error", "message"],
  batch: ["error_message"],
  sonarly: ["error", "message"],
} as const;

describe.each(vendors)("%s", (vendor) => {
  describe("a status", () => {
    test("is answered once, in the vendor's own envelope, and then the vendor is well", async () => {
      const list = inProcess(vendor, "page 2: 503");
      const refused = await list.askPage(2);
      expect(refused.status).toBe(503);
      expect(refused.headers.get("content-type")).toBe("application/json");
      expect(refused.headers.get("retry-after")).toBeNull();
      expect(at(refused.body, codes[vendor])).toEqual(expect.any(String));
      expect(at(refused.body, messages[vendor])).toBe("The emulator was told to fail.");
      expect(await list.walk()).toEqual(await keysOf(vendor));
    });

    test.each([400, 401, 403, 404, 409, 422, 429, 500, 502])("%i", async (status) => {
      const answer = await inProcess(vendor, `: ${status}`).ask();
      expect(answer.status).toBe(status);
      expect(at(answer.body, codes[vendor])).toEqual(expect.any(String));
    });

    test("says the code, the message and the headers it is told", async () => {
      const { body, headers } = await inProcess(
        vendor,
        ': 418 code TEAPOT message "Short and stout." header X-Tea "green"',
      ).ask();
      expect(at(body, codes[vendor])).toBe("TEAPOT");
      expect(at(body, messages[vendor])).toBe("Short and stout.");
      expect(headers.get("x-tea")).toBe("green");
    });

    test("has another body, or none, where there is to be one", async () => {
      expect((await inProcess(vendor, ': 502 body "Bad gateway"').ask()).text).toBe("Bad gateway");
      expect(await inProcess(vendor, ": 204").ask()).toMatchObject({ status: 204, text: "" });
    });

    test("leaves the key out, unless it is to be echoed", async () => {
      const key = inProcess(vendor, "").emulators[vendor].apiKey;
      expect((await inProcess(vendor, ": 401").ask()).text).not.toContain(key);
      expect((await inProcess(vendor, ": 401 echo-authorization").ask()).text).toContain(
        `Bearer ${key}`,
      );
    });
  });

  test.each([
    ["2", "2"],
    ["0.5", "0.5"],
    ["86400", "86400"],
    ["99999999999", "99999999999"],
    ["soon", "soon"],
    ['"-5"', "-5"],
    ['"123456789012345678901234567890"', "123456789012345678901234567890"],
  ])("retry-after %s", async (given, sent) => {
    const { headers } = await inProcess(vendor, `: 429 retry-after ${given}`).ask();
    expect(headers.get("retry-after")).toBe(sent);
  });

  test.each([
    [5, "in the future"],
    [-60, "in the past"],
    [86_400, "a day ahead"],
  ])("retry-after-date %i is %s, beside the vendor's own date", async (seconds) => {
    const list = inProcess(vendor, `: 503 retry-after-date ${seconds}`);
    list.emulators.clock.advance(1500);
    const { headers } = await list.ask();
    const now = startInstant + 1500;
    expect(headers.get("date")).toBe(new Date(now).toUTCString());
    expect(headers.get("retry-after")).toBe(new Date(now + seconds * 1000).toUTCString());
  });

  test("error envelope: a refusal with 200", async () => {
    const { status, body } = await inProcess(vendor, ": error envelope code NOPE").ask();
    expect(status).toBe(200);
    expect(at(body, codes[vendor])).toBe("NOPE");
  });

  test("expired cursor: as the emulator says it of a cursor that has expired", async () => {
    const list = inProcess(vendor, "page 2: expired cursor");
    const told = await list.askPage(2);
    const aging = inProcess(vendor, "", { cursorLifetime: 1 });
    const first = await aging.ask();
    aging.emulators.clock.advance(10);
    const expired = await aging.ask({ cursor: first.next });
    expect(told.status).toBe(expired.status);
    expect(at(told.body, messages[vendor])).toBe(at(expired.body, messages[vendor]));
    expect(at(told.body, codes[vendor])).toBe(at(expired.body, codes[vendor]));
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("expired cursor: waits for a cursor", async () => {
    const list = inProcess(vendor, ": expired cursor");
    const { status, next } = await list.ask();
    expect([status, list.faults.met()]).toEqual([200, 0]);
    expect((await list.ask({ cursor: next })).status).toBe(400);
  });

  test.each([
    ["redirect", 307],
    ["redirect 301", 301],
    ["redirect 303", 303],
  ])("%s", async (words, status) => {
    const answer = await inProcess(vendor, `: ${words} "https://elsewhere.example/x"`).ask();
    expect(answer).toMatchObject({ status, text: "" });
    expect(answer.headers.get("location")).toBe("https://elsewhere.example/x");
  });
});

test("error envelope: Sonarly's says that it has failed", async () => {
  const { status, body } = await inProcess("sonarly", ": error envelope").ask();
  expect({ status, body }).toMatchObject({ status: 200, body: { success: false, data: null } });
});
