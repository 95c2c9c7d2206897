import { describe, expect, test } from "vitest";

import { identifierKey, isProfile } from "../../src/core/writing/identifier-key.ts";
import type { IdentifierKind } from "../../src/core/model.ts";

describe("what means the same has one key", () => {
  test.each([
    ["email", " Ada@Example.com ", "ada@example.com"],
    ["phone", "+1 (555) 010-0200", "+15550100200"],
    ["phone", "1\u200b555.010.0200", "15550100200"],
    ["phone", " +15550100200", "+15550100200"],
    ["phone", "+15550100200 ", "+15550100200"],
    ["externalId", " C-1 ", " C-1 "],
    ["linkedinUrl", "https://www.linkedin.com/in/Ada-Lovelace/", "in/ada-lovelace"],
    ["linkedinUrl", "linkedin.com/in/ada-lovelace", "in/ada-lovelace"],
    ["linkedinUrl", " http://de.linkedin.com/IN/ada%2Dlovelace/en?trk=x#top ", "in/ada-lovelace"],
    ["linkedinUrl", "https://linkedin.com/in/50%", "in/50%"],
    ["linkedinUrl", "https://www.linkedin.com/pub/Ada/1/2/3//", "pub/ada/1/2/3"],
    ["linkedinUrl", "https://www.linkedin.com/pub/ada/1/2", "pub/ada/1/2"],
    ["linkedinUrl", "https://www.linkedin.com/sales/lead/ACwAb,NAME_SEARCH,x", "sales/lead/ACwAb"],
    ["linkedinUrl", "https://www.linkedin.com/sales/people/ACwAb", "sales/people/ACwAb"],
    ["linkedinUrl", "https://www.linkedin.com/talent/profile/AEMAA/x", "talent/profile/AEMAA"],
    ["linkedinUrl", " https://example.com/in/Ada ", "https://example.com/in/Ada"],
  ] satisfies readonly (readonly [IdentifierKind, string, string])[])(
    "of %s, %j is %j",
    (kind, value, key) => {
      expect(identifierKey(kind, value)).toBe(key);
    },
  );
});

describe("the address of a profile", () => {
  test.each([
    "https://www.linkedin.com/in/ada",
    "HTTP://LINKEDIN.COM/IN/ADA",
    "zh-cn.linkedin.com/in/ada",
    "linkedin.com/sales/lead/x",
    "linkedin.com/sales/people/x",
    "linkedin.com/talent/profile/x",
  ])("%j is one", (url) => {
    expect(isProfile(` ${url}\n`)).toBe(true);
  });

  test.each([
    "https://www.linkedin.com/in/",
    "https://www.linkedin.com/in/?x",
    "https://www.linkedin.com/company/ada",
    "https://notlinkedin.com/in/ada",
    "https://linkedin.com.example.com/in/ada",
    "https://linkedinxcom/in/ada",
    "https://toolong.linkedin.com/in/ada",
    "see https://www.linkedin.com/in/ada",
    "ftp://www.linkedin.com/in/ada",
  ])("%j is none", (url) => {
    expect(isProfile(url)).toBe(false);
  });
});
