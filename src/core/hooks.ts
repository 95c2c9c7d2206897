import type { RequestEvent, RetryEvent } from "./call-context.ts";
import type { Diagnostic } from "./diagnostics.ts";

/** A page of a provider was handed over. */
export interface PageEvent {
  readonly provider: string;
  readonly operation: string;
  /** Items of it that were new. */
  readonly items: number;
  /** Whether another page follows. */
  readonly more: boolean;
}

/** Something was noticed for the first time in a listing. */
export interface DiagnosticEvent extends Diagnostic {
  readonly provider: string;
  readonly operation: string;
}

/** Called as things happen, for logs and traces; no key, no query, no body and no personal data is in any of them. */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onPage?: ((event: PageEvent) => void) | undefined;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  readonly onDiagnostic?: ((event: DiagnosticEvent) => void) | undefined;
}

/** A listener's fault is the listener's, thrown or rejected: it never changes what is being read. */
export function quiet<Event>(
  hook: ((event: Event) => unknown) | undefined,
): ((event: Event) => void) | undefined {
  if (hook === undefined) {
    return undefined;
  }
  const tell = async (event: Event): Promise<void> => {
    try {
      await hook(event);
    } catch {
      // Nothing to tell it to.
    }
  };
  return (event) => {
    void tell(event);
  };
}
