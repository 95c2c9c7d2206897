// The vendors, in a process of their own: fast, patient, and with a count of what they were asked.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import * as z from "zod";

import { createAnswers } from "./answers.ts";
import type { Answers } from "./answers.ts";
import { argument, vendorName } from "./input.ts";
import type { Vendor } from "./input.ts";
import type { Asked, Plans } from "./serve.ts";

const plans: z.ZodType<Plans> = z.partialRecord(
  vendorName,
  z.object({
    pages: z.number(),
    pageSize: z.number(),
    delay: z.number().optional(),
    hangs: z.boolean().optional(),
  }),
);

const nothingAsked: Asked = { requests: 0, running: 0, mostAtOnce: 0, pageSizes: [] };
const cursorNames: Readonly<Record<Vendor, string>> = {
  whop: "after",
  batch: "from",
  sonarly: "cursor",
};
const sizeNames: Readonly<Record<Vendor, string>> = {
  whop: "first",
  batch: "limit",
  sonarly: "limit",
};

interface Desk {
  readonly vendor: Vendor;
  readonly answers: Answers;
  readonly delay: number;
  readonly hangs: boolean;
  asked: Asked;
}

const desks = new Map<string, Desk>();
for (const [name, plan] of Object.entries(plans.parse(argument()))) {
  const vendor = vendorName.parse(name);
  desks.set(vendor, {
    vendor,
    answers: createAnswers(vendor, plan.pages, plan.pageSize),
    delay: plan.delay ?? 0,
    hangs: plan.hangs ?? false,
    asked: nothingAsked,
  });
}

function countIn(desk: Desk, size: number, response: ServerResponse): void {
  const { requests, mostAtOnce, pageSizes } = desk.asked;
  const running = desk.asked.running + 1;
  desk.asked = {
    requests: requests + 1,
    running,
    mostAtOnce: Math.max(mostAtOnce, running),
    pageSizes: pageSizes.includes(size) ? pageSizes : [...pageSizes, size],
  };
  response.once("close", () => {
    desk.asked = { ...desk.asked, running: desk.asked.running - 1 };
  });
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://bench");
  const desk = desks.get(url.pathname.split("/")[1] ?? "");
  if (desk === undefined) {
    response.writeHead(404).end();
    return;
  }
  countIn(desk, Number(url.searchParams.get(sizeNames[desk.vendor])), response);
  if (desk.hangs) {
    return;
  }
  const cursor = url.searchParams.get(cursorNames[desk.vendor]);
  const send = (): void => {
    const number = cursor === "end" ? Number.POSITIVE_INFINITY : Number(cursor ?? 0);
    const body = desk.answers.page(number);
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": body.byteLength,
    });
    response.end(body);
  };
  if (desk.delay === 0) {
    send();
  } else {
    setTimeout(send, desk.delay);
  }
}

const server = createServer({ keepAlive: true }, answer);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  process.send?.(`http://127.0.0.1:${port}`);
});
// Asked by the bench: tells what it was asked since the last time.
process.on("message", () => {
  const told = Object.fromEntries([...desks].map(([name, { asked }]) => [name, asked]));
  for (const desk of desks.values()) {
    desk.asked = { ...nothingAsked, running: desk.asked.running };
  }
  process.send?.(told);
});
process.on("disconnect", () => process.exit());
