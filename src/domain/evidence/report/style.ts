/** The report's one style sheet: for a screen, and for A4 paper in black and white. */
export const STYLE = `
:root{--ink:#1b2530;--soft:#52606d;--line:#cbd2d9;--wash:#f5f7f9;--good:#0b6b3a;--bad:#a4161a;--warn:#8a4b00;--calm:#0b4f8a}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#e9edf1;color:var(--ink);font:15px/1.55 "Segoe UI",system-ui,-apple-system,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:960px;margin:24px auto;padding:40px 48px 56px;background:#fff;border:1px solid var(--line);border-radius:4px}
h1{margin:4px 0 2px;font-size:29px;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:40px 0 8px;padding-bottom:6px;border-bottom:2px solid var(--ink);font-size:18px;line-height:1.3}
h3{margin:24px 0 8px;font-size:15px;letter-spacing:.02em}
p{margin:0 0 10px;max-width:72ch}
.kicker{margin:0;color:var(--soft);font-size:13px;letter-spacing:.06em}
.lead{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:14px 0 18px}
.lead .badge{font-size:17px;padding:5px 14px 5px 10px}
.env{padding:5px 12px;border:2px solid var(--ink);font-weight:700;font-size:15px;letter-spacing:.05em}
.env.production{background:var(--ink);color:#fff}
.env.practice{border-style:dashed}
.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 32px;margin:0}
.facts>div{display:grid;grid-template-columns:9.5em minmax(0,1fr);gap:10px;padding:6px 0;border-bottom:1px solid var(--line)}
.facts.wide{grid-template-columns:1fr}
dt{color:var(--soft);font-size:13px;padding-top:1px}
dd{margin:0;overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,SFMono-Regular,Consolas,"Noto Sans Mono","Liberation Mono","Noto Sans Mono CJK SC",monospace;font-size:12.5px}
code{overflow-wrap:anywhere}
pre{margin:6px 0 10px;padding:10px 12px;background:var(--wash);border:1px solid var(--line);border-left:4px solid var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45}
table{width:100%;margin:4px 0 12px;border-collapse:collapse;font-size:13.5px}
th{padding:5px 12px 5px 0;border-bottom:1px solid var(--ink);text-align:left;font-size:12.5px;font-weight:600;color:var(--soft)}
td{padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
td:first-child{white-space:nowrap}
.badge{display:inline-flex;align-items:center;gap:6px;padding:1px 9px 1px 6px;border:1.5px solid currentColor;border-radius:3px;font-weight:650;font-size:12.5px;white-space:nowrap}
.badge svg{width:1.05em;height:1.05em;flex:none}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.calm{color:var(--calm)}.idle{color:var(--soft)}
.idle.badge{border-style:dotted}
.attested{color:var(--ink)}
.attested.badge{border-style:dashed}
.basis{color:var(--soft);font-size:13px}
.word{margin:8px 0 0}
.notice{margin:18px 0;padding:12px 16px;border:2px solid var(--warn);border-left-width:8px}
.notice h2{margin:0 0 8px;padding:0;border:0;color:var(--warn)}
.step{margin:0 0 14px;padding:12px 16px;border:1px solid var(--line);border-left:5px solid var(--line);break-inside:auto}
.step.good{border-left-color:var(--good)}.step.bad{border-left-color:var(--bad)}.step.warn{border-left-color:var(--warn)}.step.calm{border-left-color:var(--calm)}
.step.attested{border-left-style:dashed;border-left-color:var(--ink)}
.step,.step.good,.step.bad,.step.warn,.step.calm,.step.idle{color:var(--ink)}
.step header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}
.step header h4{margin:0;font-size:15px}
.step header .when{margin-left:auto;color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums}
.attempt{margin-top:10px;padding-top:8px;border-top:1px dashed var(--line)}
.attempt p{margin:0 0 4px;font-size:13.5px}
.quote{margin:0;padding:2px 0 2px 12px;border-left:3px solid var(--calm)}
.quote p{margin:0 0 2px}
figure{margin:14px 0 18px;break-inside:avoid}
figure svg{display:block;width:100%;height:auto;border:1px solid var(--line)}
figcaption{margin-top:6px;font-size:13.5px;font-weight:600}
.limits{padding:14px 18px 6px;background:var(--wash);border:1px solid var(--line)}
.limits ul{margin:0 0 8px;padding-left:1.2em}
.limits li{margin:0 0 6px;max-width:76ch}
.soft{color:var(--soft);font-size:13px}
footer{margin-top:36px;padding-top:10px;border-top:1px solid var(--line);color:var(--soft);font-size:12.5px;overflow-wrap:anywhere}
@media (max-width:720px){main{margin:0;padding:20px 16px;border:0}.facts{grid-template-columns:1fr}}
@page{size:A4;margin:16mm 14mm 18mm}
@media print{
body{background:#fff;font-size:10pt}
main{max-width:none;margin:0;padding:0;border:0}
h1{font-size:20pt}h2{margin-top:20pt;font-size:13pt;break-after:avoid}h3,h4{break-after:avoid}
code,pre{font-size:8.5pt}table{font-size:9pt}
tr,dl>div,.notice,.quote,.limits li{break-inside:avoid}thead{display:table-header-group}
.step header{break-after:avoid}
.env.production{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;
