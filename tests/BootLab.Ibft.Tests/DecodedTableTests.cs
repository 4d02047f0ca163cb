using System.Text.Json;
using BootLab.Testing;

namespace BootLab.Ibft.Tests;

/// <summary>The public tables against a decoding that was made by another program (tests/fixtures/tables/decoded).</summary>
public class DecodedTableTests
{
    public static TheoryData<string> Names { get; } = [.. Directory.EnumerateFiles(Repository.Fixture("tables", "decoded")).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFieldIsAsDecoded(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("tables", "decoded", $"{name}.json")));
        var expected = document.RootElement;

        var table = IbftReader.Read(Fixtures.Bytes($"tables/{name}.bin"));

        Assert.Equal(Text(expected, "oem_id").TrimEnd('\0'), table.Header.OemId);
        Assert.Equal(Text(expected, "oem_table_id").TrimEnd('\0'), table.Header.OemTableId);
        Assert.Equal(Number(expected, "length"), (int)table.Header.Length);
        Assert.Equal(Number(expected, "checksum_byte"), table.Header.Checksum);
        CheckControl(expected.GetProperty("control"), table.Control);
        var structures = expected.GetProperty("structures").EnumerateArray().ToList();
        Assert.Equal(structures.Count, table.Structures.Count());
        foreach (var structure in structures)
        {
            CheckStructure(structure, table.Structures.Single(read => read.Offset == Number(structure, "offset")), table.Control);
        }
    }

    private static void CheckControl(JsonElement expected, IbftControl control)
    {
        CheckHeader(expected, control);
        int[] offsets =
        [
            .. new[] { "extensions", "initiator", "nic0", "target0", "nic1", "target1" }.Select(slot => Number(expected, slot)),
            .. expected.GetProperty("expansion").EnumerateArray().Select(slot => slot.GetInt32()),
        ];
        Assert.Equal(offsets, control.Slots.Select(slot => (int)slot.Offset));
    }

    private static void CheckHeader(JsonElement expected, IbftStructure structure)
    {
        Assert.Equal(Number(expected, "id"), (int)structure.Id);
        Assert.Equal(Number(expected, "ver"), structure.Version);
        Assert.Equal(Number(expected, "len"), structure.Length);
        Assert.Equal(Number(expected, "index"), structure.Index);
        Assert.Equal(Number(expected, "flags"), structure.Flags);
    }

    private static void CheckStructure(JsonElement expected, IbftStructure structure, IbftControl control)
    {
        CheckHeader(expected, structure);
        Assert.Equal(Number(expected, "slot"), control.Slots.Single(slot => slot.Offset == structure.Offset).Number);
        switch (structure)
        {
            case IbftInitiator initiator:
                CheckAddresses(expected, ("isns", initiator.IsnsServer), ("slp", initiator.SlpServer), ("rad1", initiator.PrimaryRadiusServer), ("rad2", initiator.SecondaryRadiusServer));
                CheckStrings(expected, ("name", initiator.Name));
                break;
            case IbftNic nic:
                CheckAddresses(expected, ("ip", nic.IpAddress), ("gw", nic.Gateway), ("dns1", nic.PrimaryDns), ("dns2", nic.SecondaryDns), ("dhcp", nic.DhcpServer));
                CheckStrings(expected, ("hostname", nic.HostName));
                Assert.Equal(Number(expected, "prefix"), nic.SubnetMaskPrefix);
                Assert.Equal(Number(expected, "origin"), (int)nic.Origin);
                Assert.Equal(Number(expected, "vlan"), nic.Vlan);
                Assert.Equal(Text(expected, "mac").Replace(":", "", StringComparison.Ordinal).ToUpperInvariant(), nic.MacAddress.ToString());
                Assert.Equal(Text(expected, "bdf"), PciText.Format(nic.PciBdf));
                break;
            case IbftTarget target:
                CheckAddresses(expected, ("ip", target.IpAddress));
                CheckStrings(expected, ("name", target.Name), ("chap_name", target.ChapName), ("chap_secret", target.ChapSecret),
                    ("rev_name", target.ReverseChapName), ("rev_secret", target.ReverseChapSecret));
                Assert.Equal(Number(expected, "port"), target.Port);
                Assert.Equal(Text(expected, "lun"), target.BootLun.Value.ToString("x16"));
                Assert.Equal(Number(expected, "chap"), (int)target.ChapType);
                Assert.Equal(Number(expected, "nic_assoc"), target.NicAssociation);
                break;
            default:
                Assert.Fail($"{structure.Id} at 0x{structure.Offset:x}");
                break;
        }
    }

    private static void CheckAddresses(JsonElement expected, params (string Name, IbftAddress Read)[] addresses)
    {
        foreach (var (name, read) in addresses)
        {
            var text = expected.GetProperty(name).GetString();
            Assert.Equal(text, read.IsAbsent ? null : read.IsIPv4 ? $"{read} (v4-mapped)" : read.ToString());
        }
    }

    private static void CheckStrings(JsonElement expected, params (string Name, IbftString Read)[] strings)
    {
        foreach (var (name, read) in strings)
        {
            if (expected.GetProperty(name) is { ValueKind: JsonValueKind.Object } text)
            {
                Assert.Equal((Number(text, "off"), Number(text, "len"), Text(text, "text")), (read.Offset, read.Length, read.ToString()));
            }
            else
            {
                Assert.Equal(0, read.Length);
            }
        }
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
