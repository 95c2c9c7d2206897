/** The report's style, for a screen in light and dark and for paper. It stands in the file itself. */
export const reportStyle: string = `
:root { color-scheme: light dark; --text: light-dark(#151a22, #e7eaef); --muted: light-dark(#586273, #98a3b3);
  --line: light-dark(#e2e5ea, #2a313c); --ground: light-dark(#fff, #12161b); --accent: light-dark(#2a55c9, #8fb0ff);
  --good: light-dark(#1b7a4a, #5fcb94); --warning: light-dark(#8f5a00, #e5b454); --bad: light-dark(#b3271e, #ff8f85); }
* { box-sizing: border-box; }
body { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 28px; letter-spacing: -0.02em; line-height: 1.2; }
h2 { margin: 40px 0 4px; font-size: 18px; letter-spacing: -0.01em; }
p { margin: 4px 0; } .muted { color: var(--muted); }
.scroll { overflow-x: auto; }
table { width: 100%; margin-top: 8px; border-collapse: collapse; }
caption { padding: 20px 0 4px; font-weight: 600; text-align: start; }
th, td { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: baseline;
  overflow-wrap: anywhere; }
th { color: var(--muted); font-size: 12px; font-weight: 500; white-space: nowrap; }
td { min-width: 72px; } td.name { min-width: 200px; font-weight: 500; }
.number { text-align: end; white-space: nowrap; } .unit { color: var(--muted); } .nowrap { white-space: nowrap; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); }
svg { display: block; } path { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--muted); font-size: 12px; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } tr { break-inside: avoid; } .scroll { overflow: visible; } }
`;
