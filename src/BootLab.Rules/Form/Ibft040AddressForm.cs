using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT040: an IPv4 address stands as ::ffff:a.b.c.d.</summary>
public sealed class Ibft040AddressForm() : Rule(new RuleInfo
{
    Id = "IBFT040",
    Facts = ["S40", "T-NIC-6"],
    Title = "an IPv4 address stands as ::ffff:a.b.c.d",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "RFC-4291"],
    Why = "Addresses always have the 16 bytes of IPv6. Four bytes without ffff before them are an IPv6 address to every reader.",
    Mend = "Write ten zeros, ff ff, and the four bytes.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            foreach (var field in FieldSets.Addresses(structure.Area))
            {
                var address = table.Address(structure, field);
                if (Subnets.Value(address) is var value && value > 1 && value <= uint.MaxValue)
                {
                    var meant = $"{(byte)(value >> 24)}.{(byte)(value >> 16)}.{(byte)(value >> 8)}.{(byte)value}";
                    findings.Add(table, structure.PathOf(field.Name), $"{meant} without ffff before it", $"::ffff:{meant}", "write ff ff into its bytes 10 and 11");
                }
            }
        }
    }
}
