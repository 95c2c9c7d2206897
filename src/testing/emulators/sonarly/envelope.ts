import { refuse } from "../kit/operations.ts";
import { createRandom, hexDigits } from "../kit/random.ts";

/** The four members of every answer (app.sonarly.io/docs/api/getting-started, audiences-list). */
export interface Envelopes {
  /** 200 unless another status is given. */
  readonly success: (data: unknown, status?: number) => Response;
  readonly failure: (status: number, code: string, message: string) => Response;
  readonly refuse: (status: number, code: string, message: string) => never;
}

/**
 * VALIDATION_ERROR and AUDIENCE_NOT_READY are Sonarly's own codes. For 401, 403, 404 and 429 the
 * docs print a placeholder: UNAUTHORIZED, FORBIDDEN, NOT_FOUND and RATE_LIMITED are this emulator's
 * choice.
 */
export function createEnvelopes(seed: number): Envelopes {
  const random = createRandom(`sonarly traces ${seed}`);
  const traceId = (): string => random.text(24, hexDigits);
  const failure: Envelopes["failure"] = (status, code, message) =>
    Response.json(
      {
        success: false,
        data: null,
        error: { code, message, details: message },
        traceId: traceId(),
      },
      { status },
    );
  return {
    success: (data, status = 200) =>
      Response.json({ success: true, data, error: null, traceId: traceId() }, { status }),
    failure,
    refuse: (status, code, message) => refuse(failure(status, code, message)),
  };
}
