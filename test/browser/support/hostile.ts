import type { AudienceDetail } from "../../../src/server/page/browser/data/model.ts";
import { createWorld, iso, migration, worldTime } from "./world.ts";
import type { World } from "./world.ts";

/** Texts that try to become something else. Each one that runs opens a dialog, so none can do so unseen. */
export const payloads: readonly string[] = [
  "<script>alert(1)</script>",
  "</script><script>alert(2)</script>",
  '"><script>alert(3)</script>',
  "<img src=x onerror=alert(4)>",
  '"><img src=x onerror=alert(5)>',
  "<svg onload=alert(6)>",
  "<svg><script>alert(7)</script></svg>",
  "<svg><animate onbegin=alert(8) attributeName=x dur=1s>",
  "<iframe src=javascript:alert(9)></iframe>",
  "<iframe srcdoc='<script>alert(10)</script>'></iframe>",
  "<a href=javascript:alert(11)>click</a>",
  "javascript:alert(12)",
  "data:text/html,<script>alert(13)</script>",
  "<body onload=alert(14)>",
  "<details open ontoggle=alert(15)>",
  "<input autofocus onfocus=alert(16)>",
  "<style>@import 'http://evil.invalid/x.css'</style>",
  "<link rel=stylesheet href=http://evil.invalid/y.css>",
  "<img src=http://evil.invalid/z.png>",
  "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
  "<base href=http://evil.invalid/>",
  "<object data=http://evil.invalid/o></object>",
  "<form action=http://evil.invalid/><button>send</button></form>",
  "{{constructor.constructor('alert(24)')()}}",
  "${alert(25)}",
  "--><!--<img src=x onerror=alert(26)>",
  "]]><script>alert(27)</script>",
  "\u202Eevil\u202C \u2066right to left\u2069",
  "\u0000\u0007\u001B[31m\uFFFD\uD800",
  `${"W".repeat(5_000)}<img src=x onerror=alert(30)>`,
  "' onmouseover='alert(31)' x='",
  "__proto__",
];

/** Without what has no sign of its own; the driver hands some of it over as something else. */
export const visible = (text: string): string =>
  text.replaceAll(/\p{Control}|\p{Surrogate}|\uFFFD/gu, "");

/** A world in which every text that a vendor or a customer writes is one of the payloads. */
export function hostileWorld(): World {
  const world = createWorld({ size: payloads.length });
  world.audiences = world.audiences.map((audience, index): AudienceDetail => {
    const text = payloads[index] ?? "";
    return {
      ...audience,
      provider: text,
      vendor: text,
      id: text,
      name: text,
      description: text,
      status: index % 2 === 0 ? "failed" : "partial",
      vendorStatus: text,
      error: text,
      size: { value: 5, unit: "rows" },
      matched: { value: 4, unit: "rows" },
      updatedAt: index % 3 === 0 ? text : audience.updatedAt,
      createdAt: index % 3 === 1 ? text : audience.createdAt,
      seenAt: index % 3 === 2 ? text : audience.seenAt,
      raw: { [text]: text, list: [text] },
    };
  });
  world.providers = {
    generatedAt: iso(worldTime),
    items: payloads.map((text) => ({
      name: text,
      vendor: text,
      state: "failed",
      takenAt: iso(worldTime),
      completeAt: text,
      staleAt: text,
      audiences: 1,
      statuses: { ready: 1, processing: 0, partial: 0, failed: 0, unknown: 0 },
      error: text,
    })),
  };
  world.changes = payloads.map((text, index) => ({
    at: iso(worldTime - index),
    kind: index % 2 === 0 ? "renamed" : "status",
    provider: text,
    id: text,
    name: text,
    before: text,
    after: text,
    unit: null,
  }));
  world.migrations = payloads.map((text) =>
    Object.assign(migration(text, "applying", 3, 2, 1), { from: text, to: text }),
  );
  return world;
}
