/** Why the page has no answer, in words that a person can act on. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly kind: "unreachable" | "refused" | "missing" | "broken";

  constructor(kind: RequestError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** One answer of the API. The shape is the server's promise: both are built from the same sources. */
export async function request<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await reach(path, signal);
  if (response.ok) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own server's answer
    return (await response.json()) as T;
  }
  const said = await response
    .json()
    .then(messageOf)
    .catch(() => undefined);
  throw new RequestError(
    kindOf(response.status),
    said ?? `The server answered ${response.status}.`,
  );
}

async function reach(path: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(`/api/v1/${path}`, {
      headers: { accept: "application/json" },
      credentials: "same-origin",
      ...(signal && { signal }),
    });
  } catch (cause) {
    throw new RequestError("unreachable", "The dashboard's server does not answer.", { cause });
  }
}

function kindOf(status: number): RequestError["kind"] {
  if (status === 401 || status === 403) {
    return "refused";
  }
  return status === 404 ? "missing" : "broken";
}

function messageOf(body: unknown): string | undefined {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  const message =
    typeof error === "object" && error !== null && "message" in error ? error.message : null;
  return typeof message === "string" ? message : undefined;
}
