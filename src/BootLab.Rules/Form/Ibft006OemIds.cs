using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT006: OEM id and OEM table id are printable, filled up with zeros or spaces.</summary>
public sealed class Ibft006OemIds() : Rule(new RuleInfo
{
    Id = "IBFT006",
    Facts = ["S06", "T-HDR-4"],
    Title = "OEM id and OEM table id are printable, filled up with zeros or spaces",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "They say who wrote the table; nobody interprets them, but people and programs print them.",
    Mend = "Write ASCII from the field's first byte on, and zeros or spaces behind it.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        CheckId(table, findings, "header.oem_id", table.Table.OemId);
        CheckId(table, findings, "header.oem_table_id", table.Table.OemTableId);
    }

    private static void CheckId(in RuleSubject table, FindingSink findings, string field, ReadOnlySpan<byte> id)
    {
        var text = id.TrimEnd((byte)0);
        if (text.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            findings.Add(table, field, $"bytes {Convert.ToHexStringLower(id)}", "printable ASCII, filled up with zeros or spaces", "write a name, or spaces");
        }
        else if (text.TrimEnd((byte)' ').IsEmpty)
        {
            findings.Add(table, field, "nothing", "a name", "write who made the table");
        }
    }
}
