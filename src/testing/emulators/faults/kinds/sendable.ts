/** Statuses whose answers have no body. */
export const isBodiless = (status: number): boolean => [204, 205, 304].includes(status);

/**
 * What is to be sent as a header; throws for what no connection carries. Found out only when it is
 * sent, it would look like a connection that broke.
 */
export function sendable(value: string, name?: string): string {
  try {
    new Headers().set(name ?? "x", value);
    return value;
  } catch {
    throw new Error(
      name === undefined
        ? `${JSON.stringify(value)} cannot be sent in a header`
        : `${JSON.stringify(name)} with ${JSON.stringify(value)} cannot be sent as a header`,
    );
  }
}
