/** The reference page's look: the console's teal and greys, light and dark. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f4f7f7;--line:#dbe3e3;--text:#172122;--dim:#5b6b6c;--accent:#0f766e;--code:#eef3f3}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#0f1516;--soft:#151d1e;--line:#2a3637;--text:#dfe8e8;--dim:#93a5a6;--accent:#4fd1c1;--code:#1a2425}}
:root[data-theme=dark]{color-scheme:dark;--bg:#0f1516;--soft:#151d1e;--line:#2a3637;--text:#dfe8e8;--dim:#93a5a6;--accent:#4fd1c1;--code:#1a2425}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}html{scroll-padding-top:64px}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 Inter,system-ui,sans-serif}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}code{background:var(--code);padding:1px 4px;border-radius:4px;overflow-wrap:anywhere}
.dim{color:var(--dim)}
header{position:sticky;top:0;z-index:2;display:flex;gap:16px;align-items:center;padding:8px 24px;background:var(--bg);border-bottom:1px solid var(--line)}
header .name{font-weight:650;color:var(--text);white-space:nowrap}
header input{flex:1;max-width:520px;min-width:80px;margin-left:auto;padding:8px 12px;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:inherit;font:inherit}
button{font:inherit;color:var(--dim);background:none;border:1px solid var(--line);border-radius:6px;padding:4px 8px;cursor:pointer}
.columns{display:grid;grid-template-columns:280px minmax(0,1fr);max-width:1440px;margin:0 auto}
nav{position:sticky;top:57px;height:calc(100vh - 57px);overflow:auto;padding:16px 8px 48px 24px;border-right:1px solid var(--line)}
nav h2{margin:16px 0 4px;font-size:12px;color:var(--dim);font-weight:600}
nav a{display:flex;gap:8px;align-items:baseline;padding:3px 8px;border-radius:6px;color:var(--text);font-size:13px}nav a:hover{background:var(--soft);text-decoration:none}
main{padding:24px 40px 96px;max-width:960px;min-width:0}h1{font-size:28px;margin:0 0 8px}
.group>h2{margin:56px 0 8px;font-size:22px;text-transform:capitalize}.group>h2 small{display:block;font-size:14px;font-weight:400;color:var(--dim);text-transform:none}
article{padding:24px 0;border-top:1px solid var(--line)}article h3{margin:0 0 8px;font-size:17px}article h3 a{color:var(--text)}h4{margin:20px 0 6px;font-size:13px;color:var(--dim)}
.call{margin:0 0 4px;display:flex;gap:8px;align-items:baseline}
.m{font:600 11px/1.6 ui-monospace,monospace;min-width:44px;color:var(--accent)}.m.post{color:#b45309}.m.patch{color:#7c3aed}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]) .m.post{color:#f5b567}:root:not([data-theme=light]) .m.patch{color:#c4a5ff}}
:root[data-theme=dark] .m.post{color:#f5b567}:root[data-theme=dark] .m.patch{color:#c4a5ff}
table{width:100%;border-collapse:collapse;font-size:14px}td{padding:6px 12px 6px 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}tr:first-child>td{border-top:0}
td:first-child{width:200px}table table{margin-top:4px;border-left:2px solid var(--line)}table table td:first-child{padding-left:12px}.answers>tbody>tr>td:first-child{width:56px}
.req{color:#c2410c;margin-left:2px}.status{font:600 12px ui-monospace,monospace;color:var(--dim)}.s2{color:var(--accent)}.type{margin:4px 0}.pattern{font-size:11px}
figure{margin:16px 0 0;border:1px solid var(--line);border-radius:6px;overflow:hidden}figcaption{display:flex;justify-content:space-between;align-items:center;padding:4px 8px 4px 12px;font-size:12px;color:var(--dim);background:var(--soft)}figcaption button{border:0;padding:2px 6px}
pre{margin:0;padding:12px;overflow:auto;background:var(--code)}
[hidden]{display:none!important}
@media (max-width:900px){.columns{display:block}nav{position:static;height:auto;max-height:260px;border:0;border-bottom:1px solid var(--line);padding:8px 16px}main{padding:16px}header{padding:8px 16px;gap:8px}header>.dim,header>a:not(.name){display:none}td:first-child{width:130px}}
@media print{header,nav,figure button{display:none}.columns{display:block}}
`;
