import type { Plugin } from "rolldown";

import { bundlePage } from "../src/server/page/bundle.ts";
import { root } from "./entries.ts";

const source = `${root}src/server/page/bundle.ts`;

/** Puts the finished files of the dashboard's page where the sources bundle them, so that nothing looks for files. */
export const finishedPage: Plugin = {
  name: "finished-page",
  async load(id) {
    if (id !== source) {
      return null;
    }
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const texts = [...(await bundlePage())].map(([name, body]) => [name, decoder.decode(body)]);
    return `
        const files = ${JSON.stringify(texts)};
        const encoder = new TextEncoder();
        export const bundlePage = async () =>
          new Map(files.map(([name, text]) => [name, encoder.encode(text)]));
      `;
  },
};
