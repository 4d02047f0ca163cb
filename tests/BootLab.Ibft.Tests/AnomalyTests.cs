using static BootLab.Ibft.AnomalyKind;

namespace BootLab.Ibft.Tests;

public class AnomalyTests
{
    private const int Control = 0x30;
    private const int Nic0Slot = Control + 10;
    private const int Target0Slot = Control + 12;
    private const int Nic1Slot = Control + 14;
    private const int Initiator = 0x50;
    private const int InitiatorName = Initiator + 70;
    private const int Nic0 = 0xa0;
    private const int HostName = Nic0 + 98;
    private const int Nic1 = 0x110;
    private const int Target = 0x180;
    private const int TargetName = Target + 34;

    /// <summary>One change to a good table, and all that must be found: kind, first byte, bytes.</summary>
    public static TheoryData<string, Func<byte[]>, Finding[]> Changes { get; } = new()
    {
        { "nothing", () => TableBuilder.Two, [] },
        { "no bytes", () => [], [new(TooShort, 0, 0)] },
        { "65 bytes", () => TableBuilder.Two[..65], [new(TooShort, 0, 65)] },
        { "another signature", () => TableBuilder.Two.With(0, "FACP"u8.ToArray()), [new(Signature, 0, 4)] },
        { "capital signature", () => TableBuilder.Two.With(0, "IBFT"u8.ToArray()), [] },
        { "Broadcom's signature", () => TableBuilder.Two.With(0, "BIFT"u8.ToArray()), [] },
        { "revision 2", () => TableBuilder.Two.With(8, 2), [new(Revision, 8, 1)] },
        { "wrong checksum", () => TableBuilder.Two.With(9, 0), [new(Checksum, 9, 1)] },
        { "length 65", () => TableBuilder.Two.With(4, 65, 0), [new(TableLength, 4, 4)] },
        { "length 0xffffffff", () => TableBuilder.Two.With(4, 255, 255, 255, 255), [new(TableLength, 4, 4)] },
        { "cut before the target name", () => TableBuilder.Two[..0x1e0], [new(Truncated, 4, 4), new(StringOutOfBounds, TargetName, 4)] },
        { "cut inside the target", () => TableBuilder.Two[..0x190], [
            new(Truncated, 4, 4), new(StringOutOfBounds, InitiatorName, 4), new(StringOutOfBounds, HostName, 4), new(StructureOutOfBounds, Target, 0x10)] },
        { "no control structure", () => TableBuilder.Two.With(Control, 2), [new(ControlId, Control, 1)] },
        { "control version 2", () => TableBuilder.Two.With(Control + 1, 2), [new(StructureVersion, Control + 1, 1)] },
        { "control length 16", () => TableBuilder.Two.WithUInt16(Control + 2, 16), [new(ControlLength, Control + 2, 2)] },
        { "control length 19", () => TableBuilder.Two.WithUInt16(Control + 2, 19), [new(ControlLength, Control + 2, 2)] },
        { "initiator offset 0", () => TableBuilder.Two.WithUInt16(Control + 8, 0), [new(InitiatorMissing, Control + 8, 2)] },
        { "NIC offset into the header", () => TableBuilder.Two.WithUInt16(Nic1Slot, 8), [new(OffsetIntoControl, Nic1Slot, 2)] },
        { "NIC offset to control itself", () => TableBuilder.Two.WithUInt16(Nic1Slot, Control), [new(OffsetIntoControl, Nic1Slot, 2)] },
        { "NIC offset behind the table", () => TableBuilder.Two.WithUInt16(Nic1Slot, 0xfff8), [new(OffsetOutOfBounds, Nic1Slot, 2)] },
        { "NIC offset to the last five bytes", () => TableBuilder.Two.WithUInt16(Nic1Slot, 502), [new(OffsetOutOfBounds, Nic1Slot, 2)] },
        { "NIC 1 is NIC 0", () => TableBuilder.Two.WithUInt16(Nic1Slot, Nic0), [new(OffsetReused, Nic1Slot, 2)] },
        { "target is NIC 0", () => TableBuilder.Two.WithUInt16(Target0Slot, Nic0), [new(OffsetReused, Target0Slot, 2)] },
        { "NIC 1 is the initiator", () => TableBuilder.Two.WithUInt16(Nic1Slot, Initiator), [new(OffsetReused, Nic1Slot, 2)] },
        { "target in a NIC's field", () => TableBuilder.Two.WithUInt16(Target0Slot, 0).WithUInt16(Nic1Slot, Target), [new(SlotKind, Nic1Slot, 2)] },
        { "structure id 9", () => TableBuilder.Two.With(Nic1, 9), [new(SlotKind, Nic1Slot, 2), new(UnknownStructure, Nic1, 1)] },
        { "structure id 0", () => TableBuilder.Two.With(Nic1, 0), [new(SlotKind, Nic1Slot, 2), new(UnknownStructure, Nic1, 1)] },
        { "NIC version 2", () => TableBuilder.Two.With(Nic1 + 1, 2), [new(StructureVersion, Nic1 + 1, 1)] },
        { "NIC length 103", () => TableBuilder.Two.WithUInt16(Nic1 + 2, 103), [new(StructureLength, Nic1 + 2, 2)] },
        { "NIC length 0xffff", () => TableBuilder.Two.WithUInt16(Nic1 + 2, 0xffff), [new(StructureLength, Nic1 + 2, 2)] },
        { "unknown structure of length 0xffff", () => TableBuilder.Two.WithUInt16(Nic1 + 2, 0xffff).With(Nic1, 200), [
            new(SlotKind, Nic1Slot, 2), new(UnknownStructure, Nic1, 1), new(StructureOutOfBounds, Nic1, 507 - Nic1),
            new(Overlap, Target, 54), new(Overlap, 0x1c0, 25), new(Overlap, 0x1da, 5), new(Overlap, 0x1e0, 26)] },
        { "the same index twice", () => TableBuilder.Two.With(Nic1 + 4, 0), [new(IndexReused, Nic1 + 4, 1)] },
        { "a second initiator", () => TableBuilder.Two.With(Target, 2), [
            new(SlotKind, Target0Slot, 2), new(StructureLength, Target + 2, 2), new(InitiatorRepeated, Target, 6), new(StringOutOfBounds, Target + 70, 4), new(Overlap, 0x1c0, 10)] },
        { "string length 0xffff", () => TableBuilder.Two.WithUInt16(TargetName, 0xffff), [new(StringOutOfBounds, TargetName, 4)] },
        { "string of the last byte", () => TableBuilder.Two.WithUInt16(TargetName, 27), [new(StringHoldsNul, 506, 1), new(StringUnterminated, TargetName, 4)] },
        { "string one too short", () => TableBuilder.Two.WithUInt16(TargetName, 25), [new(StringUnterminated, 0x1e0 + 25, 1)] },
        { "string one too long", () => TableBuilder.Two.WithUInt16(HostName, 6), [new(StringHoldsNul, 0x1da + 5, 1), new(StringUnterminated, 0x1e0, 1)] },
        { "string without a NUL", () => TableBuilder.Two.With(0x1da + 5, 1), [new(StringUnterminated, 0x1da + 5, 1)] },
        { "string with a NUL inside", () => TableBuilder.Two.With(0x1da + 2, 0), [new(StringHoldsNul, 0x1da + 2, 1)] },
        { "string without an offset", () => TableBuilder.Two.WithUInt16(HostName + 2, 0), [new(StringWithoutOffset, HostName, 4)] },
        { "string in the header", () => TableBuilder.Two.WithUInt16(HostName + 2, 10), [new(StringIntoControl, HostName, 4), new(StringUnterminated, 15, 1)] },
        { "string inside the initiator name", () => TableBuilder.Two.WithUInt16(HostName + 2, 0x1c0 + 20), [new(Overlap, 0x1c0 + 20, 5)] },
        { "string inside a structure", () => TableBuilder.Two.WithUInt16(HostName + 2, Nic1 + 6), [new(StringHoldsNul, Nic1 + 6, 1), new(Overlap, Nic1 + 6, 5)] },
        { "one string for two", () => TableBuilder.Two.WithUInt16(HostName, 25).WithUInt16(HostName + 2, 0x1c0), [] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void EachBreakageIsFoundWithItsBytes(string change, Func<byte[]> table, Finding[] expected)
    {
        var found = IbftReader.ReadLenient(table()).Anomalies;

        Assert.True(expected.SequenceEqual(found.Select(anomaly => new Finding(anomaly.Kind, anomaly.Offset, anomaly.Length))),
            $"{change}: {string.Join("; ", found)}");
        Assert.All(found, anomaly => Assert.DoesNotContain('\n', anomaly.Message));
    }

    [Fact]
    public void StructuresThatShareBytesOrStartAskewAreFound()
    {
        var table = TableBuilder.Two;
        table.AsSpan(Target, 54).CopyTo(table.AsSpan(Nic1 + 98));

        var found = IbftReader.ReadLenient(table.WithUInt16(Target0Slot, Nic1 + 98)).Anomalies;

        Assert.Contains(found, anomaly => (anomaly.Kind, anomaly.Offset, anomaly.Length) == (Misaligned, Nic1 + 98, 6));
        Assert.Contains(found, anomaly => (anomaly.Kind, anomaly.Offset, anomaly.Length) == (Overlap, Nic1 + 98, 4));
    }

    [Fact]
    public void AControlStructureLongerThanTheTableIsFound()
    {
        var found = IbftReader.ReadLenient(TableBuilder.Two.WithUInt16(Control + 2, 0xfffe)).Anomalies;

        Assert.Contains(found, anomaly => (anomaly.Kind, anomaly.Offset, anomaly.Length) == (ControlOutOfBounds, Control + 2, 2));
    }

    // What tests/fixtures/handmade/README.md says is different in each table.
    [Theory]
    [InlineData("badck", Checksum, false)]
    [InlineData("trunc", Truncated, true)]
    [InlineData("rev2", Revision, false)]
    [InlineData("ctllen16", ControlLength, false)]
    [InlineData("noinit", InitiatorMissing, false)]
    [InlineData("nicver2", StructureVersion, false)]
    [InlineData("nicid9", AnomalyKind.UnknownStructure, false)]
    public void AHandMadeTableIsBrokenAsItsDescriptionSays(string name, AnomalyKind kind, bool isRefused)
    {
        var bytes = Fixtures.Bytes($"handmade/{name}.bin");

        Assert.Contains(IbftReader.ReadLenient(bytes).Anomalies, anomaly => anomaly.Kind == kind);
        Assert.Equal(!isRefused, IbftReader.TryRead(bytes, out _, out var error));
        Assert.Equal(isRefused, error?.Kind == kind);
    }

    [Theory]
    [MemberData(nameof(Fixtures.All), MemberType = typeof(Fixtures))]
    public void AllOtherTablesAreInOrder(string name)
    {
        string[] broken = ["badck", "trunc", "rev2", "ctllen16", "noinit", "nicver2", "nicid9"];
        Assert.Equal(broken.Contains(Path.GetFileNameWithoutExtension(name)), IbftReader.ReadLenient(Fixtures.Bytes(name)).Anomalies.Count > 0);
    }

    [Fact]
    public void TheExceptionNamesThePlace()
    {
        var error = Assert.Throws<IbftFormatException>(() => IbftReader.Read(TableBuilder.Two.WithUInt16(Nic1Slot, 0xfff8)));

        Assert.Equal(Nic1Slot, error.Offset);
        Assert.Equal("byte 0x03e, 2 bytes: NIC 1 offset 0xfff8 leaves no room for a structure in a table of 0x1fb bytes", error.Message);
    }

    [Fact]
    public void WhatCannotBeReadDoesNotHideTheRest()
    {
        var reading = IbftReader.ReadLenient(TableBuilder.Two.AsSpan(0, 0x190));

        Assert.Equal(2, reading.Table!.Nics.Length);
        Assert.Equal("52540000" + "0840", reading.Table.Nics[0].MacAddress.ToString());
        Assert.Empty(reading.Table.Targets);
        Assert.Equal(Target, Assert.Single(reading.Table.Others).Offset);
    }

    [Fact]
    public void AStructureThatTwoFieldsPointToIsReadOnce() =>
        Assert.Equal(Nic0, Assert.Single(IbftReader.Read(TableBuilder.Two.WithUInt16(Nic1Slot, Nic0)).Nics).Offset);

    public sealed record Finding(AnomalyKind Kind, int Offset, int Length);
}
