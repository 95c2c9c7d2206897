/** Of the report alone: it is one file, with nothing beside it and nothing from elsewhere. */
export const reportStyle: string = `
:root { color-scheme: light dark; --ink: #1c1d22; --soft: #686b76; --line: #e3e4e8; --back: #fff; --good: #1a7f4b; --bad: #b3261e; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eaee; --soft: #9a9daa; --line: #2e3038; --back: #16171b; --good: #5fd39a; --bad: #ff8a80; --warn: #f0b860; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 3rem 1.5rem 5rem; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.125rem; margin: 3rem 0 .75rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .8125rem; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
td { overflow-wrap: anywhere; } .number { text-align: right; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
svg { display: block; } polyline { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
@media print { body { padding: 0; max-width: none; } tr { break-inside: avoid; } }
`;
