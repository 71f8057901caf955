import { pageStyle } from '../../../loopback/page-style.ts';

/** The page's style: that of local pages, and what a list of endpoints and a dialogue need beside it. */
export const style = `${pageStyle}
:root{--purple:#7b2d9b;--purple-soft:#f4e8fa}
@media(prefers-color-scheme:dark){:root{--purple:#d9a4f0;--purple-soft:#33203e}}
.purple{--m:var(--purple);--m-soft:var(--purple-soft)}
main{max-width:1040px}
header h1{overflow-wrap:anywhere}
header .button{margin-left:auto}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:10px 16px}
.bar h2{margin:0}
.bar .grow{flex:1 1 160px}
.marks{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}
.quiet{border:1px solid var(--strong);background:var(--surface);color:var(--accent-text);padding:6px 14px}
.quiet:hover{background:var(--sunken)}
.small{padding:2px 10px;font-size:13px}
button:disabled{opacity:.55;cursor:default}
input[type=text],input[type=search]{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--strong);border-radius:6px;padding:6px 10px;width:100%;min-width:0}
input:focus-visible,dialog h2:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
input[type=checkbox]{width:18px;height:18px;accent-color:var(--accent);margin:0}
dialog{width:min(840px,calc(100vw - 32px));max-height:calc(100vh - 48px);border:1px solid var(--border);border-radius:10px;padding:0;background:var(--surface);color:var(--text)}
dialog::backdrop{background:rgb(10 20 18/.5)}
dialog .view{display:grid;gap:16px;padding:20px 24px}
dialog .view[hidden]{display:none}
dialog .view>*{min-width:0}
dialog h2{font-size:18px;margin:0;border-radius:4px}
dialog .actions{display:flex;flex-wrap:wrap;gap:10px;justify-content:flex-end}
dialog .actions .first{margin-right:auto}
td .mono,td.mono{overflow-wrap:anywhere}
td{min-width:0}
.cards td{vertical-align:middle}.cards thead td{border-bottom:1px solid var(--border)}
#accounts td:last-child{width:48%}#accounts input{font-size:13px}
.agreement{white-space:pre-wrap;max-height:180px;overflow:auto;border:1px solid var(--border);border-radius:6px;padding:10px 14px;background:var(--sunken)}
label.check{display:flex;gap:10px;align-items:center}
progress{width:100%;height:10px;accent-color:var(--accent)}
.edit{display:grid;gap:8px}
#message p:empty{display:none}
[hidden]{display:none!important}
@media(max-width:560px){dialog{width:100vw;max-width:100vw;height:100dvh;max-height:100dvh;border:0;border-radius:0;margin:0}
dialog .view{padding:16px 14px}header .button{margin-left:0}dialog .actions button,.tools button{width:100%}dialog .actions .first{margin-right:0}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.cards,.cards tbody,.cards tr,.cards td{display:block}
.cards thead input{display:none}#accounts td:last-child{width:auto}
.cards tr{padding:10px 0;border-bottom:1px solid var(--border)}.cards tr:last-child{border-bottom:0}.cards td{border:0;padding:2px 0;overflow-wrap:anywhere}
.cards td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
`;
