using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Labs.Tables;

/// <summary>Takes out of a complete description what goes without saying.</summary>
internal static class TableBrevity
{
    /// <summary>The shortest description under the same layout that still gives the bytes.</summary>
    public static TableSpec Shorten(TableSpec spec, byte[] bytes)
    {
        if ((spec with { Size = null, Slack = [], Corruptions = [] }).Build().Length == bytes.Length)
        {
            spec = spec with { Size = null };
        }

        var plan = new TablePlan(spec);
        var expansion = spec.Expansion?.Length ?? plan.Slots.Length - IbftOffsets.Control.FixedSlots;
        var (initiator, nics, targets) = (spec.Initiator, spec.Nics, spec.Targets);
        var brief = spec with
        {
            Header = ShortenBy(spec.Header, field => TableDefaults.Header(spec, field, bytes.Length)),
            Control = ShortenBy(spec.Control, field => TableDefaults.Control(plan, field, expansion)),
            Initiator = initiator is null ? null : Shorten(initiator),
            Nics = nics.ConvertAll(Shorten),
            Targets = targets.ConvertAll(Shorten),
        };
        var automatic = brief with { Checksum = new ChecksumRule(ChecksumKind.Auto) };
        return automatic.Build().AsSpan().SequenceEqual(bytes) ? automatic : brief;

        StructureSpec Shorten(StructureSpec structure) => ShortenBy(structure, field => TableDefaults.Structure(spec, plan, structure, field));
    }

    private static StructureSpec ShortenBy(StructureSpec structure, Func<IbftField, byte[]> otherwise)
    {
        foreach (var field in IbftFields.Of(structure.Area))
        {
            if (structure.Plain(field) is { } bytes && (field.Name == "checksum" || otherwise(field).AsSpan().SequenceEqual(bytes)))
            {
                structure = structure.With(field, null);
            }
        }

        return structure;
    }
}
