using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT113: bytes of no field are zero, and there are few of them.</summary>
public sealed class Ibft113Slack() : Rule(new RuleInfo
{
    Id = "IBFT113",
    Facts = ["P13"],
    Title = "bytes of no field are zero, and there are few of them",
    Severity = Severity.Info,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT"],
    Why = "Padding that is not zero is left over from something, a secret perhaps. EDK2 rounds its tables up to 2048 bytes.",
    Mend = "Write zeros between the structures and strings, and end the table with the last string's NUL.",
})
{
    private const int Rounding = 64;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var bytes = table.Table.Bytes;
        var end = table.Table.Control.End;
        for (var i = 0; i < table.ExtentCount; i++)
        {
            var extent = table.ExtentAt(i);
            CheckGap(table, findings, end, Math.Min(extent.Start, bytes.Length));
            end = Math.Max(end, extent.End + (extent.IsString ? 1 : 0));
        }

        CheckGap(table, findings, end, bytes.Length);
        if (bytes.Length - end >= Rounding)
        {
            findings.Add(table, "header.length", $"{bytes.Length - end} bytes after the last structure or string", "a table that ends there", "nothing, where the producer rounds up");
        }
    }

    private static void CheckGap(in RuleSubject table, FindingSink findings, int start, int end)
    {
        var gap = start < end ? table.Table.Bytes[start..end] : default;
        var first = gap.IndexOfAnyExcept((byte)0);
        if (first >= 0)
        {
            var length = gap.LastIndexOfAnyExcept((byte)0) - first + 1;
            findings.Add(table, "header", $"{length} bytes at 0x{start + first:x3} that belong to nothing", "zeros", "write zeros", bytes: new ByteRange(start + first, length));
        }
    }
}
