using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Os.LinuxTools;
using BootLab.Testing;

namespace BootLab.Vm.Tests.Tools;

/// <summary>Trees of fixtures and of random tables, on a machine with three NICs and a virtio one.</summary>
internal static class ToolTables
{
    public static readonly MachineSpec Machine = new()
    {
        Nics =
        [
            Nic("00:03.0", "52-54-00-00-08-4A", NicModel.VirtioNet),
            Nic("08:04.0", "52-54-00-00-08-40"),
            Nic("08:04.1", "52-54-00-00-08-41"),
            Nic("09:00.0", "52-54-00-0B-08-41"),
        ],
    };

    private static readonly string?[] s_addresses = ["10.9.0.2", "10.9.0.2", "10.9.0.3", "10.8.0.2", "192.168.7.9", "fd00::2", null, "0.0.0.0"];
    private static readonly string?[] s_gateways = [null, null, "10.9.0.254", "10.8.0.254", "fd00::1", "0.0.0.0"];
    private static readonly string?[] s_servers = [null, null, "10.9.0.53", "10.9.0.54", "fd00::53", "0.0.0.0"];

    /// <summary>What the present kernel shows of each handmade fixture and of so many random tables; refused ones are left out.</summary>
    public static IEnumerable<(string Name, ToolInput Input)> Trees(int count, int seed)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Fixture("handmade"), "*.bin").Order(StringComparer.Ordinal))
        {
            if (Tree(File.ReadAllBytes(file)) is { } input)
            {
                yield return (Path.GetFileName(file), input);
            }
        }

        var random = new Random(seed);
        for (var i = 0; i < count;)
        {
            if (Tree(IbftWriter.Write(TableLayouts.Ipxe2017.Place(Content(random)))) is { } input)
            {
                yield return ($"seed {seed}, table {i++}", input);
            }
        }
    }

    private static ToolInput? Tree(byte[] table)
    {
        var reading = new LinuxKernel(LinuxVersion.Representatives[^1]).Read(PlacedTable.InLowMemory(table), LinuxKernel.FunctionsOf(Machine));
        return reading.Outcome is ConsumerOutcome.Accepted or ConsumerOutcome.AcceptedInPart ? new ToolInput(reading.Tree, LinuxInterface.Of(Machine)) : null;
    }

    private static IbftContent Content(Random random) => new()
    {
        OemId = "BOOTLB",
        Initiator = random.Next(12) == 0 ? null : new InitiatorContent { Name = random.Next(8) == 0 ? (ByteString?)null : "iqn.2026-11.lab.boot:init" },
        Nics = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => NicContent(random))],
        Targets = [.. Enumerable.Range(0, random.Next(0, 5)).Select(number => TargetContent(random, number))],
    };

    private static NicContent NicContent(Random random)
    {
        var nic = Machine.Nics[random.Next(Machine.Nics.Count)];
        return new NicContent
        {
            Flags = (byte)(random.Next(3) > 0 ? 3 : random.Next(8)),
            MacAddress = random.Next(5) == 0 ? Machine.Nics[random.Next(Machine.Nics.Count)].Mac : nic.Mac,
            PciBdf = random.Next(6) switch { 0 => 0, 1 => 0x0a00, _ => nic.Pci.Bdf },
            IpAddress = Any(random, s_addresses),
            SubnetMaskPrefix = (byte)(random.Next(4) > 0 ? 24 : random.Next(3) == 0 ? 64 : random.Next(33)),
            Origin = (Ibft.PrefixOrigin)new[] { 0, 1, 1, 3, 3, 4, 16 }[random.Next(7)],
            Gateway = Any(random, s_gateways),
            PrimaryDns = Any(random, s_servers),
            SecondaryDns = Any(random, s_servers),
            DhcpServer = random.Next(3) == 0 ? Any(random, s_servers) : default,
            Vlan = (ushort)(random.Next(6) == 0 ? new[] { 7, 4094, 4095, 4096 }[random.Next(4)] : 0),
            HostName = random.Next(3) == 0 ? $"boot{random.Next(3)}" : (ByteString?)null,
        };
    }

    private static TargetContent TargetContent(Random random, int number) => new()
    {
        Flags = (byte)(random.Next(3) > 0 ? 3 : random.Next(4)),
        IpAddress = random.Next(8) == 0 ? Any(random, s_addresses) : Address(random.Next(2) == 0 ? "10.9.0.1" : "10.8.0.1"),
        Port = (ushort)(random.Next(4) == 0 ? random.Next(65536) : 3260),
        BootLun = Lun.FromNumber((ushort)random.Next(4)),
        ChapType = (ChapType)random.Next(3),
        NicAssociation = (byte)random.Next(4),
        Name = random.Next(8) == 0 ? (ByteString?)null : $"iqn.2026-11.lab.boot:disk{number}",
        ChapName = random.Next(3) == 0 ? "user" : (ByteString?)null,
        ChapSecret = random.Next(2) == 0 ? "secretsecret1" : (ByteString?)null,
        ReverseChapName = random.Next(3) == 0 ? "target" : (ByteString?)null,
        ReverseChapSecret = random.Next(2) == 0 ? "other secret" : (ByteString?)null,
    };

    private static IbftAddress Any(Random random, string?[] texts) => Address(texts[random.Next(texts.Length)]);

    private static IbftAddress Address(string? text) => IbftAddress.From(text is null ? null : IPAddress.Parse(text));

    private static NicSpec Nic(string pci, string mac, NicModel? model = null) =>
        new() { Name = pci, Pci = PciAddress.Parse(pci), Mac = PhysicalAddress.Parse(mac), Model = model ?? NicModel.E1000 };
}
