import * as promises from "node:fs/promises";

/** What is used of the file system; a test may hand in one whose disk is full. */
export type FileSystem = Pick<
  typeof promises,
  "link" | "lstat" | "mkdir" | "open" | "readdir" | "realpath" | "rename" | "stat" | "unlink"
>;

export const fileSystem: FileSystem = promises;
