/** A credential and what it may do. */
export interface IssuedKey<Scope extends string> {
  readonly key: string;
  readonly scopes: ReadonlySet<Scope>;
}

export interface KeyRing<Scope extends string> {
  /** A further key; without `scopes` it may do everything. */
  readonly issue: (options?: { scopes?: readonly Scope[] }) => string;
  readonly revoke: (key: string) => void;
  /** The key of an `Authorization: Bearer …` header, if it is one of these. */
  readonly bearer: (header: string | undefined) => IssuedKey<Scope> | undefined;
}

export function createKeyRing<Scope extends string>(
  firstKey: string,
  all: readonly Scope[],
  granted: readonly Scope[] = all,
): KeyRing<Scope> {
  const issued = new Map<string, IssuedKey<Scope>>();
  let count = 0;
  const issue = (scopes: readonly Scope[]): string => {
    count += 1;
    const key = count === 1 ? firstKey : `${firstKey}-${count}`;
    issued.set(key, { key, scopes: new Set(scopes) });
    return key;
  };
  issue(granted);
  return {
    issue: ({ scopes = all } = {}) => issue(scopes),
    revoke: (key) => void issued.delete(key),
    bearer(header) {
      const key = bearerKey(header);
      return key === undefined ? undefined : issued.get(key);
    },
  };
}

/**
 * The key of an `Authorization: Bearer …` header. The name of a scheme has no case and any number of
 * spaces behind it, and nothing may follow the key (RFC 9110, 11.1 and 11.4).
 */
export const bearerKey = (header: string | undefined): string | undefined =>
  /^bearer +(?<key>[^\s,]+)$/i.exec(header ?? "")?.groups?.["key"];
