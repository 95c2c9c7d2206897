/** Any right of the group's or of everybody's. */
const others = 0o077;

/** Warns of a file with keys in it that other people of this machine may read. Windows has no such modes. */
export function looseFileWarning(
  file: string,
  mode: number,
  keys: readonly string[],
): readonly string[] {
  const holdsKey = keys.some((key) => key.trim() !== "");
  if (!holdsKey || (mode & others) === 0 || process.platform === "win32") {
    return [];
  }
  return [
    `Warning: ${file} holds keys and can be read by other users of this machine; run chmod 600 ${file}, or keep the keys in environment variables.`,
  ];
}
