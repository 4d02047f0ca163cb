using System.Globalization;
using BootLab.Firmware.Sources;

namespace BootLab.Report.Html;

/// <summary>Where the tables lie in the first MiB, as two drawn bars: all of it, and the 128 KiB around the table.</summary>
internal static class LowMemoryMap
{
    private const int Width = 960;
    private const int BarHeight = 34;
    private const uint ZoomSize = 0x20000;
    private const int MaximumMarks = 12;

    public static void Write(Markup page, PageContent content)
    {
        var table = content.Table;
        if (table.Address is not { } address)
        {
            page.Element("p", "The source does not tell where the table lay in memory.").Line();
            return;
        }

        var low = content.Content.Tables.Where(one => one.Address < LowMemoryRegion.MemoryEnd).Take(MaximumMarks).ToList();
        if (address >= LowMemoryRegion.MemoryEnd)
        {
            page.Element("p", $"The table lies at 0x{address:x}{(table.IsListedByAcpi ? ", listed among the ACPI tables," : "")} above the first MiB{(low.Count == 0 ? ", where no other one was found" : "")}.").Line();
            if (low.Count == 0)
            {
                return;
            }
        }

        var regions = LowMemoryRegion.Of(content.Content.Memory?.Bytes);
        WriteBar(page, regions, low, table, 0, LowMemoryRegion.MemoryEnd, "The first MiB");
        if (address < LowMemoryRegion.MemoryEnd)
        {
            var start = (uint)address & ~(ZoomSize - 1);
            WriteBar(page, regions, [.. low.Where(one => one.Address >= start && one.Address < start + ZoomSize)], table, start, start + ZoomSize, $"128 KiB from 0x{start:x5}");
        }

        WriteRegions(page, regions);
    }

    private static void WriteBar(Markup page, IReadOnlyList<LowMemoryRegion> regions, List<FoundTable> tables, FoundTable current, uint start, uint end, string title)
    {
        var labels = 18 * tables.Count;
        var height = 20 + BarHeight + 36 + labels;
        page.Open("svg", ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("class", "map")).Element("title", title).Line();
        page.Element("text", title, ("x", "0"), ("y", "12"), ("class", "caption"));
        foreach (var region in regions.Where(region => region.End > start && region.Start < end))
        {
            var (left, right) = (X(Math.Max(region.Start, start)), X(Math.Min(region.End, end)));
            page.Open("rect", ("class", $"r-{region.Kind}"), ("x", Number(left)), ("y", "20"), ("width", Number(Math.Max(right - left, 0.5))), ("height", $"{BarHeight}"))
                .Element("title", $"0x{region.Start:x5} to 0x{region.End - 1:x5}: {region.Name}").Close("rect");
            if (right - left > 7 * region.Name.Length)
            {
                page.Element("text", region.Name, ("x", Number((left + right) / 2)), ("y", $"{20 + (BarHeight / 2) + 4}"), ("class", "name"));
            }
        }

        WriteScale(page, start, end);
        for (var i = 0; i < tables.Count; i++)
        {
            var x = X((uint)tables[i].Address!.Value);
            var (isCurrent, y) = (ReferenceEquals(tables[i], current), 20 + BarHeight + 36 + (18 * i) + 8);
            var width = Math.Max(2.5, X((uint)Math.Min(tables[i].Address!.Value + (ulong)tables[i].Bytes.Length, end)) - x);
            page.Open("rect", ("class", isCurrent ? "here" : "other"), ("x", Number(x)), ("y", "16"), ("width", Number(width)), ("height", $"{BarHeight + 8}")).Close("rect");
            page.Open("path", ("class", isCurrent ? "lead here" : "lead other"), ("d", $"M{Number(x)} {20 + BarHeight + 4}V{y - 4}")).Close("path");
            var text = $"0x{tables[i].Address:x}{(isCurrent ? " this table" : tables[i].IsPlausible ? " another table" : " a signature alone")}{(tables[i].TakenBy.Count > 0 ? $", taken by {string.Join(", ", tables[i].TakenBy)}" : "")}";
            var isLeft = x > Width / 2.0;
            page.Element("text", text, ("x", Number(isLeft ? x - 5 : x + 5)), ("y", $"{y}"), ("class", isLeft ? "label left" : "label"));
        }

        page.Raw("</svg>").Line();

        double X(uint address) => (double)(address - start) / (end - start) * Width;
    }

    private static void WriteScale(Markup page, uint start, uint end)
    {
        for (var i = 0; i <= 8; i++)
        {
            var (x, address) = (Width * i / 8, start + ((end - start) / 8 * (uint)i));
            page.Element("text", $"{address:x5}", ("x", $"{x}"), ("y", $"{20 + BarHeight + 20}"), ("class", i == 0 ? "tick first" : i == 8 ? "tick last" : "tick"));
        }
    }

    private static void WriteRegions(Markup page, IReadOnlyList<LowMemoryRegion> regions)
    {
        page.Raw("<ul class=\"legend\">").Line();
        foreach (var region in regions)
        {
            page.Raw("<li>").Open("span", ("class", $"swatch r-{region.Kind}")).Close("span").Text($" 0x{region.Start:x5} to 0x{region.End - 1:x5} {region.Name}").Raw("</li>").Line();
        }

        page.Raw("</ul>").Line();
        page.Element("p", "Linux looks from 0x80000 on and leaves out video memory; isboot and illumos look from 0x80000 to the end (source). Linux takes the first signature it meets, right or wrong (source).", ("class", "remark")).Line();
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
