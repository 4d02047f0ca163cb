namespace BootLab.Report.Html;

/// <summary>How a page looks.</summary>
internal static class PageStyle
{
    public const string Text = """

        :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--dim:#5b6470;--line:#d5d9de;--lit:#ffe27a;--bad:#c62828;--warn:#b26a00;
        --header:#dbe7f6;--control:#e9defa;--initiator:#d8f1ea;--nic:#dff2d3;--target:#fde3cf;--strings:#fbf0c2;--other:#f3d6e2;
        --vectors:#cfd8e3;--bda:#b7c4d6;--free:#eef1f4;--taken:#d7c8ee;--ebda:#c3d4ea;--vga:#f6dcc8;--roms:#dcead0;--bios:#e2dede}
        @media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e3e6ea;--dim:#98a2ae;--line:#343a42;--lit:#6b5800;--bad:#ff8a80;--warn:#ffb74d;
        --header:#23354d;--control:#3a2b54;--initiator:#1c453b;--nic:#2b4520;--target:#55361d;--strings:#4a4119;--other:#542a3e;
        --vectors:#39434f;--bda:#47566a;--free:#20252b;--taken:#463663;--ebda:#2f4566;--vga:#5a3d27;--roms:#32482a;--bios:#454040}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
        main{max-width:76rem;margin:0 auto;padding:1.2rem}
        h1{font-size:1.5rem;margin:.2rem 0 .8rem}
        h2{font-size:1.15rem;margin:1.8rem 0 .5rem;border-bottom:1px solid var(--line)}
        h3{font-size:1rem;margin:1.2rem 0 .3rem;padding:.1rem .5rem;border-radius:3px;display:inline-block}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
        dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
        code,.hex,.map text{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace}
        code{font-size:.86em}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse}
        .hex{font-size:13px;line-height:1.5}
        .hex th{font-weight:normal;color:var(--dim);padding-right:1.2em}
        .hex td{padding:0 1em 0 0;white-space:pre}
        .hex a{color:inherit;text-decoration:none}
        .hex b{font-weight:normal;padding:0 .28em}
        .hex a.wrong{outline:1.5px solid var(--bad);outline-offset:-1.5px}
        .fields{width:100%;font-size:.88rem}
        .fields th,.fields td{text-align:left;vertical-align:top;padding:.16rem .6rem .16rem 0;border-bottom:1px solid var(--line)}
        .fields th{color:var(--dim);font-weight:normal}
        .fields td:nth-child(1){width:4rem;font-family:ui-monospace,Consolas,monospace}.fields td:nth-child(2){width:12rem;overflow-wrap:anywhere}
        .fields td:nth-child(3){width:24rem}.fields td:nth-child(4){overflow-wrap:anywhere}.fields td.readers{width:18rem;color:var(--dim)}
        .fields a{color:inherit}
        tr.unused td{color:var(--dim)}tr.doubtful td:nth-child(4){color:var(--bad);font-weight:600}
        .colours a{color:inherit;text-decoration:none;padding:.1rem .5rem;border-radius:3px;margin-right:.2rem;display:inline-block}
        .s-header{background:var(--header)}.s-control{background:var(--control)}.s-initiator{background:var(--initiator)}.s-nic{background:var(--nic)}
        .s-target{background:var(--target)}.s-strings{background:var(--strings)}.s-other{background:var(--other)}.s-unused{color:var(--dim)!important}
        .odd{background-image:repeating-linear-gradient(135deg,transparent 0 6px,color-mix(in srgb,var(--ink) 9%,transparent) 6px 8px)}
        .findings{padding-left:1.1rem}.findings .error strong{color:var(--bad)}.findings .warning strong{color:var(--warn)}
        .map{width:100%;height:auto;margin:.4rem 0}.map rect{stroke:var(--line);stroke-width:.5}.map text{font-size:12px;fill:var(--ink)}
        .map .caption{font-weight:600}.map .name{text-anchor:middle;font-size:11px}.map .tick{text-anchor:middle;fill:var(--dim);font-size:10px}
        .map .first{text-anchor:start}.map .last{text-anchor:end}.map .label.left{text-anchor:end}
        .map rect.here{fill:var(--bad);stroke:none}.map rect.other{fill:var(--dim);stroke:none}.map .lead{fill:none;stroke-width:1}.map .lead.here{stroke:var(--bad)}.map .lead.other{stroke:var(--dim)}
        .r-vectors{fill:var(--vectors);background:var(--vectors)}.r-bda{fill:var(--bda);background:var(--bda)}.r-free{fill:var(--free);background:var(--free)}
        .r-taken{fill:var(--taken);background:var(--taken)}.r-ebda{fill:var(--ebda);background:var(--ebda)}.r-vga{fill:var(--vga);background:var(--vga)}
        .r-roms{fill:var(--roms);background:var(--roms)}.r-bios{fill:var(--bios);background:var(--bios)}
        .legend{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(25rem,1fr));font-size:.85rem;color:var(--dim)}
        .swatch{display:inline-block;width:.9em;height:.9em;border:1px solid var(--line);vertical-align:-.1em}
        .remark{font-size:.85rem;color:var(--dim)}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--dim:#444}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        main{max-width:none;padding:0}.scroll{overflow:visible}tr,svg,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}body{font-size:11px}.hex{font-size:10px}}

        """;
}
