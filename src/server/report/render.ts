import { createHash } from "node:crypto";

import type { AudienceView, ChangeView, MigrationView, ProviderView } from "../model.ts";
import { providersSentence } from "../page/shared.ts";
import { Markup, markup } from "./markup.ts";
import {
  attentionSection,
  audiencesSection,
  changesSection,
  migrationsSection,
  providersSection,
} from "./sections.ts";
import { reportStyle } from "./style.ts";
import { stamp } from "./table.ts";

/** What a report shows: the answers of the API, all of each list. */
export interface ReportParts {
  /** ISO 8601. Ages are counted from here. */
  readonly generatedAt: string;
  /** @default "Audiences" */
  readonly title?: string | undefined;
  readonly providers: readonly ProviderView[];
  readonly audiences: readonly AudienceView[];
  readonly changes: readonly ChangeView[];
  /** How far back `changes` goes. @default 7 */
  readonly days?: number | undefined;
  /** @default none */
  readonly migrations?: readonly MigrationView[] | undefined;
}

/**
 * One HTML file that needs nothing else: no script, no request, and a policy in itself that allows neither. To be sent
 * to whom it concerns, read on a screen or printed.
 */
export function renderReport(data: ReportParts): string {
  const { generatedAt, title = "Audiences", providers, audiences, changes, days = 7 } = data;
  const hash = createHash("sha256").update(reportStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}, ${stamp(generatedAt)} UTC</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="muted">As of ${stamp(generatedAt)}. All times are UTC.</p>
<p>${providers.length === 0 ? "Nothing has been read yet." : providersSentence(providers)}</p>
</header>
<main>
${providersSection(providers, Date.parse(generatedAt))}
${attentionSection(audiences, Date.parse(generatedAt))}
${changesSection(changes, days)}
${migrationsSection(data.migrations ?? [])}
${audiencesSection(providers, audiences)}
</main>
<footer>Sizes have the unit that each vendor counts in; different units are never added up. Made with audiencekit.</footer>
</body>
</html>
`;
  return page.text;
}
