using System.Text;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN014: the target lets this initiator in.</summary>
public sealed class Win014Acl() : Rule(new RuleInfo
{
    Id = "WIN014",
    Facts = ["T-INI-3"],
    Title = "the boot target lets the initiator of the table log in",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Targets,
    Evidence = Evidence.Inferred,
    Sources = ["IPXE-IBFT"],
    Why = "Windows logs in with the initiator name of the table, not with that of its registry. The boot program may have logged in with another one: then it boots, and Windows stops with 0x7B.",
    Mend = "Let the target know this name, or boot with the name that it knows.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetBootTarget(out var target) || !table.TryGetInitiator(out var initiator) || initiator.Name.Length == 0)
        {
            return;
        }

        foreach (var spec in table.Context.Targets)
        {
            if (spec.Initiators.Count == 0 || !Equal(table.Table.Value(target.Fields.Name), spec.Iqn))
            {
                continue;
            }

            var known = false;
            foreach (var allowed in spec.Initiators)
            {
                known |= Equal(table.Table.Value(initiator.Name), allowed);
            }

            if (!known)
            {
                findings.Add(table, "initiator.name", $"{spec.Iqn} does not know {table.Table.Text(initiator.Name)}", $"one of {string.Join(", ", spec.Initiators)}", "let the target know this name, or boot with one that it knows");
            }
        }
    }

    private static bool Equal(ReadOnlySpan<byte> bytes, string text) => Encoding.UTF8.GetByteCount(text) == bytes.Length && Ascii.Equals(bytes, text);
}
