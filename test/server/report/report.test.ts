import { describe, expect, test } from "vitest";

import { markup } from "../../../src/server/report/markup.ts";
import { renderReport } from "../../../src/server/report/index.ts";
import { hostileWorld, payloads } from "../../browser/support/hostile.ts";
import { createWorld, iso, worldTime } from "../../browser/support/world.ts";
import type { World } from "../../browser/support/world.ts";

const rendered = ({ providers, audiences, changes, migrations }: World): string =>
  renderReport({ ...providers, providers: providers.items, audiences, changes, migrations });

/** What the report says of the providers' state, one after the other. */
const states = (text: string): readonly string[] =>
  [...text.matchAll(/<span class="\w*">(Complete|Old|Incomplete)<\/span>/g)].flatMap(
    ([, word]) => word ?? [],
  );

describe("the report", () => {
  test("is one file: no script, and nothing to be fetched or followed", () => {
    const text = rendered(createWorld({ size: 50 }));
    expect(text).not.toMatch(
      /<script|<link|<img|<iframe|<a\s|\ssrc=|\shref=|url\(|@import|https?:/i,
    );
    expect(text).toContain("default-src 'none'");
  });

  test("shows every audience, each size with its unit, and says how fresh each provider is", () => {
    const world = createWorld({ size: 50 });
    const text = rendered(world);
    for (const { name, size } of world.audiences) {
      expect(text).toContain(name);
      expect(text).toContain(
        size === null
          ? "–"
          : `${size.value.toLocaleString("en")} <span class="unit">${size.unit}</span>`,
      );
    }
    expect(text).toContain("sonarly.list answered 503 after 4 tries");
    expect(text).toContain("50 audiences on 3 providers; 2 of 3 read to the end.");
  });

  test("marks a provider as old from the moment on that the server says", () => {
    const world = createWorld({ size: 50 });
    expect(states(rendered(world))).toEqual(["Complete", "Complete", "Incomplete"]);
    const items = world.providers.items.map((each) => ({ ...each, staleAt: iso(worldTime - 1) }));
    world.providers = { ...world.providers, items };
    expect(states(rendered(world))).toEqual(["Old", "Old", "Incomplete"]);
  });

  test("says how many changes it leaves out", () => {
    const world = createWorld({ size: 50 });
    const [change] = world.changes;
    world.changes = Array.from({ length: 45 }, () => change).flatMap((each) => each ?? []);
    expect(rendered(world)).toContain("The 40 that say most; 5 more are left out here.");
  });

  test("with nothing in the store, says so", () => {
    const text = renderReport({
      generatedAt: "2026-11-01T12:00:00.000Z",
      providers: [],
      audiences: [],
      changes: [],
    });
    expect(text).toContain("Nothing has been read yet.");
  });

  test("turns no text of a vendor into markup", () => {
    const text = rendered(hostileWorld());
    const elements = text.match(/<[a-z][a-z\d]*/gi) ?? [];
    expect(new Set(elements)).toEqual(
      new Set(
        "html head meta title style body header h1 p main h2 div table caption thead tr th tbody td bdi span svg path br footer"
          .split(" ")
          .map((name) => `<${name}`),
      ),
    );
    for (const payload of payloads.filter((each) => /[<>]/.test(each))) {
      expect(text).not.toContain(payload);
    }
  });
});

describe("a template of markup", () => {
  test("escapes what is put in, and leaves alone what is markup already", () => {
    const inner = markup`<b>${"<&'\">"}</b>`;
    expect(markup`<p title="${'"'}">${inner}${[inner, inner]}${null}${3}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;&amp;&#39;&quot;&gt;</b><b>&lt;&amp;&#39;&quot;&gt;</b><b>&lt;&amp;&#39;&quot;&gt;</b>3</p>',
    );
  });
});
