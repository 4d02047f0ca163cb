using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>PRD002: EDK2's strings grow towards its structures.</summary>
public sealed class Prd002Edk2Heap() : Rule(new RuleInfo
{
    Id = "PRD002",
    Facts = ["A.11"],
    Title = "in a table of 2048 bytes strings and structures keep apart",
    Severity = Severity.Error,
    AppliesTo = Consumers.Producers,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT"],
    Why = "EDK2's tables have 2048 bytes always, and their strings grow down from the end without a check: with many attempts and long CHAP names they run into the structures.",
    Mend = "Configure fewer attempts, or shorter names and secrets.",
})
{
    private const int Edk2Length = 2048;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Length != Edk2Length)
        {
            return;
        }

        var end = 0;
        for (var number = 0; number < table.ExtentCount; number++)
        {
            var extent = table.ExtentAt(number);
            end = extent.IsString ? end : Math.Max(end, extent.End);
        }

        foreach (var entry in table.Strings)
        {
            if (entry.Value.Length > 0 && entry.Value.Offset < end && entry.Value.Offset >= table.Table.Control.End)
            {
                findings.Add(table, entry.Path, $"{entry.Name} at 0x{entry.Value.Offset:x3} has run into the structures, which end at 0x{end:x3}", $"an offset of 0x{end:x3} or more", "configure fewer attempts, or shorter names");
                return;
            }
        }
    }
}
