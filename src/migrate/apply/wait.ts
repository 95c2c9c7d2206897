import type { Audience } from "../../core/model.ts";
import { AudienceError } from "../../core/errors.ts";
import { numberIn, textIn } from "./session.ts";
import type { Session } from "./session.ts";
import type { Step } from "../ledger/index.ts";
import type { Target } from "./create.ts";
import { stepOfPart } from "./parts.ts";

/** What the last of the parts can be followed by, where the vendor gave something. */
function pendingOf(session: Session): string | undefined {
  const parts = [...session.steps.values()].filter(({ kind }) => kind === "part");
  return parts.map((step) => textIn(step, "pending")).findLast((token) => token !== undefined);
}

function overwritten({ provider, name }: Audience): AudienceError {
  const message = `${provider}: somebody else has put other members in the place of those that were written to ${JSON.stringify(name)}. See who writes to it, and plan again.`;
  return new AudienceError("conflict", message, { provider, operation: "waitUntilReady" });
}

/** Waits until the vendor has done with all that was written; what it then shows is put down. */
export async function waitForTarget(session: Session, { ref }: Target): Promise<void> {
  const { audiences, adapter, plan, signal, sleep, now } = session;
  const number = stepOfPart(plan.parts + 1);
  const known = session.steps.get(number);
  if (known?.state === "done") {
    return;
  }
  const step: Step = {
    number,
    kind: "wait",
    state: "intent",
    key: `${session.run}.wait`,
    detail: {},
    startedAt: now(),
    endedAt: null,
  };
  await session.put([step]);
  let audience: Audience | undefined;
  if (audiences.supports(ref, "waitUntilReady")) {
    const pending = pendingOf(session);
    audience = await audiences.waitUntilReady(ref, { signal, sleep, pending });
    if (pending !== undefined && adapter.writes?.isOverwritten?.(audience) === true) {
      throw overwritten(audience);
    }
  } else if (audiences.supports(ref, "get")) {
    audience = await audiences.get(ref, { signal });
  }
  const detail = {
    status: audience?.status,
    size: audience?.size?.value,
    unit: audience?.size?.unit,
    updatedAt: audience?.updatedAt?.toISOString(),
  };
  await session.put([{ ...step, state: "done", detail, endedAt: now() }], "applied");
}

/** How the target stood when all was written. */
export function afterwards(session: Session): {
  readonly size?: number;
  readonly updatedAt?: string;
} {
  const step = session.steps.get(stepOfPart(session.plan.parts + 1));
  const size = numberIn(step, "size");
  const updatedAt = textIn(step, "updatedAt");
  return { ...(size !== undefined && { size }), ...(updatedAt !== undefined && { updatedAt }) };
}
