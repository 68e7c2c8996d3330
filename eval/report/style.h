#pragma once

namespace mjtwin::eval {

/// The style sheet of a report. Two palettes by the reader's preference; tables become cards on a phone.
inline constexpr const char* kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #17202a; --soft: #5c6873; --rule: #dfe4e9;
  --accent: #0b6e99; --interval: #9ccbdd; --published: #7a3fc0;
  --good: #2c8a57; --limit: #d9a13b; --stopped: #b9653f; --error: #b3303f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11161b; --card: #1a2128; --ink: #e8edf2; --soft: #9aa7b3; --rule: #2d3741;
    --accent: #5bb8dd; --interval: #2c5c70; --published: #c79bff;
    --good: #4fb381; --limit: #d5a650; --stopped: #d0845f; --error: #e26673;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 82rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; letter-spacing: -0.01em; }
.jump { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin-top: 0.6rem; font-size: 0.92rem; }
p { margin: 0.3rem 0; }
.soft, small { color: var(--soft); }
code { font: 0.85em ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 1rem 1.25rem; }
.warn { border-left: 4px solid var(--error); margin-top: 1rem; }
.tiles { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); margin-top: 1.25rem; }
.tile .number { font-size: 2.4rem; font-weight: 650; line-height: 1.15; letter-spacing: -0.02em; }
.tile .name { text-transform: uppercase; font-size: 0.75rem; letter-spacing: 0.08em; color: var(--soft); }
svg.rate { overflow: visible; display: block; }
svg .axis { stroke: var(--rule); stroke-width: 1.5; }
svg .interval { stroke: var(--interval); stroke-width: 8; }
svg .dot { fill: var(--accent); stroke: var(--card); stroke-width: 1.5; }
svg .published { stroke: var(--published); stroke-width: 2.5; }
.scale { display: flex; justify-content: space-between; font-size: 0.75rem; color: var(--soft); }
.outcomes { display: flex; gap: 2px; height: 8px; border-radius: 4px; overflow: hidden; }
.success { background: var(--good); fill: var(--good); } .limit { background: var(--limit); fill: var(--limit); }
.stopped { background: var(--stopped); fill: var(--stopped); } .error { background: var(--error); fill: var(--error); }
svg.seeds { display: block; border-radius: 3px; margin-top: 3px; }
svg .task { stroke: var(--soft); stroke-width: 1; opacity: 0.45; }
.verdict { display: flex; gap: 1.1rem; margin-top: 1.25rem; border-left: 6px solid var(--band); align-items: flex-start; }
.verdict .mark { flex: none; width: 2.6rem; height: 2.6rem; border-radius: 50%; background: var(--band); color: var(--card);
  font-size: 1.5rem; font-weight: 700; display: grid; place-items: center; }
.verdict .word { font-size: 1.55rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }
.verdict ul { margin: 0.4rem 0 0; padding-left: 1.1rem; } .verdict li { margin: 0.15rem 0; }
.yes { --band: var(--good); } .no { --band: var(--error); } .open { --band: var(--limit); } .plain { --band: var(--accent); }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
.badge { display: inline-block; font-size: 0.72rem; font-weight: 600; padding: 0 0.45em; border-radius: 0.7em;
  color: var(--card); background: var(--error); vertical-align: 0.1em; white-space: nowrap; }
.badge.high { background: var(--published); }
.columns { display: grid; gap: 0.5rem 2rem; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); }
h3 { font-size: 1rem; margin: 1.1rem 0 0.3rem; } h3 .count { font-weight: 400; color: var(--soft); }
.quote { color: var(--soft); font-style: italic; }
.films { display: grid; gap: 0.7rem; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); margin: 0.6rem 0; }
.films figure { border-top: 4px solid var(--rule); border-radius: 4px; overflow: hidden; }
.films .of_success { border-color: var(--good); } .films .of_limit { border-color: var(--limit); }
.films .of_stopped { border-color: var(--stopped); } .films .of_error { border-color: var(--error); }
.films img, .films video { width: 100%; display: block; border-radius: 0 0 6px 6px; background: var(--rule); }
.films .film { grid-column: span 2; }
.films figcaption { line-height: 1.3; }
.stages { display: flex; height: 1.4rem; border-radius: 6px; overflow: hidden; gap: 2px; margin: 0.4rem 0; }
.stages span { background: var(--swatch); }
.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 0.85rem; color: var(--soft); margin: 0.6rem 0; }
.key span::before { content: ""; display: inline-block; width: 0.75em; height: 0.75em; border-radius: 2px;
  margin-right: 0.4em; background: var(--swatch); }
.bars { display: flex; align-items: flex-end; gap: 3px; height: 6rem; max-width: 40rem; margin-top: 0.8rem; }
.bars div { flex: 1; max-width: 3rem; height: 100%; display: flex; flex-direction: column; justify-content: flex-end;
  text-align: center; font-size: 0.72rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.bars span { background: var(--accent); border-radius: 3px 3px 0 0; min-height: 1px; }
table { width: 100%; border-collapse: collapse; font-size: 0.92rem; }
th { text-align: left; font-weight: 600; font-size: 0.78rem; color: var(--soft); padding: 0.3rem 0.6rem; vertical-align: bottom; }
td { padding: 0.45rem 0.6rem; border-top: 1px solid var(--rule); vertical-align: middle; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.why { min-width: 7rem; } td.seeds { color: var(--soft); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
td small { display: block; white-space: nowrap; }
td.bar { width: 24%; min-width: 10rem; padding-left: 1rem; padding-right: 1rem; }
details { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; margin: 0.5rem 0; padding: 0.5rem 0.9rem; }
summary { cursor: pointer; } summary .count { color: var(--soft); }
details table { margin-top: 0.5rem; }
.pictures { display: grid; gap: 0.8rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
figure { margin: 0; } figure img { width: 100%; border-radius: 8px; display: block; border: 1px solid var(--rule); }
figcaption { font-size: 0.82rem; color: var(--soft); padding-top: 0.25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0; font-size: 0.92rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  thead { display: none; }
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.15rem 1rem; padding: 0.7rem 0; border-top: 1px solid var(--rule); }
  tbody tr:first-child { border-top: 0; }
  td, td.n { border: 0; padding: 0; text-align: left; white-space: normal; }
  td.bar { grid-column: 1 / -1; width: auto; padding: 0.2rem 0.4rem; }
  td.wide { grid-column: 1 / -1; }
  td:empty { display: none; }
  td:not([data-label=""])::before { content: attr(data-label) " "; color: var(--soft); font-size: 0.8rem; }
  .verdict { gap: 0.8rem; } .verdict .mark { width: 2rem; height: 2rem; font-size: 1.15rem; }
  .films { grid-template-columns: 1fr 1fr; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; }
}
@media print { details > * { display: block; } }
)css";

}  // namespace mjtwin::eval
