using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT001: the length in the header is that of the table.</summary>
public sealed class Ibft001Length() : Rule(new RuleInfo
{
    Id = "IBFT001",
    Facts = ["S01", "T-HDR-2", "L04"],
    Title = "the header's length is that of the table, 66 to 65535 bytes",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Readers take as many bytes as the header says, and sum them up. Header and control structure need 66; offsets of 16 bits reach no further than 65535.",
    Mend = "Write the number of bytes from the signature to the end of the last string's NUL into the length, and the checksum after it.",
})
{
    /// <inheritdoc/>
    public override bool JudgesFragments => true;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var given = table.Given.Length;
        if (given < IbftOffsets.MinimumTableSize)
        {
            findings.Add(table, "header", $"{given} bytes", $"at least {IbftOffsets.MinimumTableSize}, a header and a control structure", "hand in the whole table",
                bytes: new ByteRange(0, given));
            return;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(table.Given[IbftOffsets.Header.Length..]);
        if (length is < IbftOffsets.MinimumTableSize or > IbftOffsets.MaximumTableSize)
        {
            findings.Add(table, "header.length", $"length {length}", $"{IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize}", "write the number of bytes that the table has");
        }
        else if (length != given && (length > given || table.Context.Place is null))
        {
            findings.Add(table, "header.length", $"length {length}, but {given} bytes are there", $"{given}", length > given
                ? "hand in the whole table, or write the number of bytes that it has"
                : "write the number of bytes that the table has, or hand in no more than the table");
        }
    }
}
