/** Style sheet of local pages: the console's colours, light and dark as the system says. */
export const pageStyle = `
:root{color-scheme:light dark;--surface:#fff;--sunken:#f6f9f8;--border:#e1e8e7;--strong:#d0d9d8;--text:#162120;--soft:#5c6e6c;--accent:#0f6661;
--accent-hover:#0b524e;--on-accent:#fff;--accent-text:#0f6661;--focus:#178077;--green:#17683a;--green-soft:#e3f4e9;--blue:#1d57a8;--blue-soft:#e5eefa;
--amber:#8a5200;--amber-soft:#fdf0d9;--red:#b3261e;--red-soft:#fce8e6;--grey:#5c6e6c;--grey-soft:#eef2f1}
@media(prefers-color-scheme:dark){:root{--surface:#141d1c;--sunken:#0f1716;--border:#263433;--strong:#364746;--text:#dfe8e6;--soft:#93a6a3;
--accent:#178077;--accent-hover:#1c8f85;--accent-text:#6cc7bb;--focus:#54b6a9;--green:#6fd195;--green-soft:#16301f;--blue:#86b7f5;--blue-soft:#172a42;
--amber:#f2b45c;--amber-soft:#38270d;--red:#ff8f85;--red-soft:#3d1a18;--grey:#a5b6b3;--grey-soft:#1b2726}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--sunken);color:var(--text);font:14px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:840px;margin:0 auto;padding:32px 24px 64px;display:grid;gap:16px}
main>*{min-width:0}
header{display:flex;flex-wrap:wrap;align-items:center;gap:12px 16px;padding-bottom:8px}
h1{margin:0;font-size:24px;line-height:1.3;font-weight:620}
h2{margin:0 0 12px;font-size:15px;line-height:1.5;font-weight:620}
p{margin:0}
.brand{fill:none;stroke:#fff;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}.brand rect{fill:var(--accent);stroke:none}
.mark{display:inline-flex;align-items:center;gap:6px;padding:2px 12px 2px 8px;border-radius:20px;background:var(--m-soft);color:var(--m);font-size:13px;font-weight:560;line-height:22px;white-space:nowrap}
.mark svg{flex:none}
.green{--m:var(--green);--m-soft:var(--green-soft)}.blue{--m:var(--blue);--m-soft:var(--blue-soft)}.amber{--m:var(--amber);--m-soft:var(--amber-soft)}
.red{--m:var(--red);--m-soft:var(--red-soft)}.grey{--m:var(--grey);--m-soft:var(--grey-soft)}
.summary{flex-basis:100%;color:var(--soft)}
section,details{background:var(--surface);border:1px solid var(--border);border-radius:6px;padding:16px 20px}
.note{display:grid;grid-template-columns:20px 1fr;column-gap:12px;padding:12px 16px;border:1px solid color-mix(in srgb,var(--m) 25%,transparent);border-radius:6px;background:var(--m-soft);overflow-wrap:anywhere}
.note svg{margin-top:1px;color:var(--m);grid-row:1/span 3}
.note strong{color:var(--m)}
.note p,.note strong{grid-column:2}
.note strong+p:not(:empty),.note p+p:not(:empty){margin-top:4px}
#result svg{display:none}#result.green .on-green,#result.red .on-red,#result.blue .on-blue{display:block}
.note[hidden]{display:none}
dl{display:grid;grid-template-columns:minmax(120px,170px) 1fr;gap:8px 16px;margin:0}
dt{color:var(--soft)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
.hint{color:var(--soft);font-size:13px}
.mono,code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",Menlo,monospace;font-size:13px}
.key{display:inline-flex;flex-wrap:wrap;align-items:center;gap:4px 10px;max-width:100%}
.key .mono{font-size:14px;overflow-wrap:anywhere}
button,.button{font:inherit;font-weight:560;border-radius:6px;cursor:pointer;transition:background .1s}
.copy{border:1px solid var(--strong);background:var(--surface);color:var(--accent-text);font-size:12px;line-height:18px;padding:1px 8px}
.copy:hover{background:var(--sunken)}
.button{display:inline-block;background:var(--accent);color:var(--on-accent);padding:7px 16px;border:0}
.button:hover{background:var(--accent-hover)}
.install{display:flex;flex-wrap:wrap;align-items:center;gap:12px 20px}
.install>div{flex:1 1 320px;min-width:0}
.install h2{margin-bottom:2px}
.install.over{outline:2px dashed var(--focus);outline-offset:-6px}
button:focus-visible,summary:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
table{width:100%;border-collapse:collapse}
.scroll{overflow-x:auto;margin:0 -20px;padding:0 20px}
th{text-align:left;font-weight:500;color:var(--soft);font-size:13px;white-space:nowrap}
th,td{padding:7px 32px 7px 0;border-bottom:1px solid var(--border);vertical-align:baseline}
tr:last-child td{border-bottom:0}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right}
summary{cursor:pointer;font-weight:620;font-size:15px;border-radius:4px}
details[open] summary{margin-bottom:8px}
pre{margin:12px 0 0;padding:12px 16px;background:var(--sunken);border:1px solid var(--border);border-radius:6px;overflow-x:auto;line-height:1.6}
footer{display:flex;flex-wrap:wrap;gap:4px 24px;color:var(--soft);font-size:13px;padding:4px 2px;overflow-wrap:anywhere}
@media(max-width:560px){main{padding:20px 14px 40px;gap:12px}section,details{padding:14px 16px}.scroll{margin:0 -16px;padding:0 16px}th,td{padding-right:16px}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}dl dd:last-child{margin-bottom:0}.button{width:100%;text-align:center}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
`;
