using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT034: valid initiators and targets have names of iSCSI's form.</summary>
public sealed class Ibft034IscsiNames() : Rule(new RuleInfo
{
    Id = "IBFT034",
    Facts = ["S34", "T-INI-2", "T-TGT-2"],
    Title = "valid initiators and targets have names of iSCSI's form",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "RFC-7143", "RFC-3722"],
    Why = "A login needs both names. They begin with iqn., eui. or naa., have at most 223 bytes, and are compared byte by byte after folding, so that capital letters never match.",
    Mend = "Write the name as the target knows it.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            var isName = text.Field.Name == "name";
            if (!isName || (table.Header(text.Owner).Flags & IbftFlags.Valid) == 0)
            {
                continue;
            }

            if (text.Value.Length == 0)
            {
                findings.Add(table, text.Path, $"no {text.Name}", "a name of the form iqn.2010-04.org.ipxe:host", "write the name");
            }
            else if (text.Value.Offset != 0 && text.Value.End <= table.Table.Bytes.Length && IscsiName.Fault(table.Table.Bytes.Slice(text.Value.Offset, text.Value.Length)) is { } fault)
            {
                findings.Add(table, $"{text.Path}.text", $"{text.Name} {fault}", "iqn., eui. or naa., at most 223 bytes, no capital letters, no blanks", "write the name as the target knows it", severity: Severity.Warning);
            }
        }
    }
}
