using BootLab.Ibft;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules.Predicting;

/// <summary>A table with what the report's rules say of it.</summary>
internal sealed record JudgedTable(byte[] Bytes, IbftTable Table, RuleContext Context)
{
    /// <summary>The answer of the rules.</summary>
    public OriginAnswer Answer { get; } = SeedOrderingProfile.Answer(Bytes, Context);
}
