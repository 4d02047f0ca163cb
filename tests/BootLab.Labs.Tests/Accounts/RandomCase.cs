using System.Net;
using BootLab.Firmware.Bios;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;

namespace BootLab.Labs.Tests.Accounts;

/// <summary>A case that a table could belong to: some of its NICs and targets exist, others do not; secrets are right or wrong; what may be unknown sometimes is.</summary>
internal static class RandomCase
{
    public static WindowsSituation Around(byte[] table, Random random)
    {
        var content = IbftReader.ReadLenient(table).Table;
        var nics = (content?.Nics ?? []).DistinctBy(nic => nic.MacAddress).Where(_ => random.Next(4) > 0).Select((nic, number) => new NicSpec
        {
            Name = $"port-{number}",
            Mac = nic.MacAddress,
            Pci = PciAddress.FromBdf(nic.PciBdf),
            Model = random.Next(2) == 0 ? NicModel.E1000e : new NicModel("bnx2", 0x14e4, 0x1639),
            Network = number == 0 ? "storage" : random.Next(2) == 0 ? "office" : null,
            LinkUp = random.Next(8) > 0,
            Subsystem = random.Next(2) == 0 ? (uint)random.Next() : null,
            Revision = random.Next(2) == 0 ? (byte)random.Next(256) : null,
            SerialNumber = random.Next(2) == 0 ? (ulong)random.NextInt64() : null,
            Attachment = random.Next(6) == 0 ? (NicAttachment)random.Next(4) : NicAttachment.Pci,
        }).ToList();
        var subnet = nics.Count > 0 && content!.Nics[0].IpAddress.IsIPv4 ? Segment(content.Nics[0].IpAddress.ToIPAddress()!) : IPNetwork.Parse("10.1.2.0/24");
        return new WindowsSituation
        {
            Release = WindowsRelease.All[random.Next(WindowsRelease.All.Count)],
            Memory = MemoryWith(table, random),
            Machine = random.Next(8) == 0 ? null : new MachineSpec { Nics = nics, LocalDisks = random.Next(2), MemoryMiB = 512, Smbios = new SmbiosSpec("Maker", "Product", "G1QJ22S", "asset 0815") },
            Networks = random.Next(8) == 0 ? [] :
            [
                new NetworkSpec
                {
                    Name = "storage",
                    Subnet = subnet,
                    Server = new IPAddress([.. subnet.BaseAddress.GetAddressBytes()[..3], 1]),
                    ForwardingDelay = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(90_000)) : TimeSpan.Zero,
                    RouterAdvertisements = random.Next(2) == 0 ? null : new RouterAdvertisementSpec { Prefix = PrefixOf(content), LifetimeSeconds = random.Next(9000), Managed = random.Next(2) == 0 },
                },
                new NetworkSpec { Name = "office", Subnet = IPNetwork.Parse("172.20.4.0/22"), Server = IPAddress.Parse("172.20.5.1") },
            ],
            Targets = [.. (content?.Targets ?? []).Where(target => target.Name.Length > 0 && random.Next(3) > 0).DistinctBy(target => target.Name.ToString()).Where(target => IsName(target.Name.ToString())).Select(target => Target(target, content!, random))],
            PreBoot = random.Next(2) == 0 ? null : new PreBoot(random.Next(8) > 0, "Booting from SAN device 0x80"),
            Hotfixes = random.Next(2) == 0 ? [] : ["KB2344941", "KB2550978", "KB-2012-NIC"],
            IsSetup = random.Next(6) == 0,
            Installed = random.Next(2) == 0 || nics.Count == 0 ? null : Record(table, nics, random),
        };
    }

    private static BootMemory MemoryWith(byte[] table, Random random) => random.Next(8) switch
    {
        0 => new BootMemory(FirmwareKind.Bios, LowMemory.PowerOn(64, 1).Bytes),
        1 or 2 when table.Length >= 36 => PlacedTable.ByAcpi(table, FirmwareKind.Uefi),
        3 when table.Length >= 36 => PlacedTable.ByAcpi(table, FirmwareKind.Bios),
        4 => AccountMemory.Of(FirmwareKind.Bios, table, (uint)(0x70000 + (random.Next(0x100) * 16)), new BiosData(1, (ushort)random.Next(448, 640))),
        _ => AccountMemory.Of(FirmwareKind.Bios, table, 0x90000, new BiosData((byte)random.Next(3), 0x240)),
    };

    private static TargetSpec Target(IbftTarget target, IbftTable content, Random random) => new()
    {
        Iqn = target.Name.ToString(),
        Portals = target.IpAddress.ToIPAddress() is { } address && random.Next(2) == 0 ? [new IPEndPoint(address, random.Next(4) == 0 ? 860 : Math.Max((int)target.Port, 1))] : [],
        Luns = new Dictionary<ushort, LunSpec> { [0] = new LunSpec { Image = random.Next(2) == 0 ? "/srv/one.img" : null }, [1] = new LunSpec { Image = "/srv/two.img" } },
        AnyLun = random.Next(4) == 0 ? new LunSpec { Image = "/srv/one.img" } : null,
        Initiators = random.Next(2) == 0 ? [] : [IsName(content.Initiator?.Name.ToString() ?? "") ? content.Initiator!.Name.ToString() : "iqn.2026-11.lab.boot:nobody"],
        Chap = random.Next(2) == 0 ? null : new ChapSpec(Line(target.ChapName.ToString()), random.Next(2) == 0 ? "another secret" : Line(target.ChapSecret.ToString())),
        ChapWhen = (ChapWhen)random.Next(2),
        Redirect = random.Next(6) == 0 ? "10.9.0.7:3260" : null,
        Faults = random.Next(6) == 0 ? ["login:2-=refuse"] : [],
    };

    private static InstallRecord Record(byte[] table, List<NicSpec> nics, Random random)
    {
        var known = nics.Where(_ => random.Next(3) > 0).Select((nic, number) => new InstalledNic(nic.Mac, random.Next(4) == 0 ? PciAddress.Parse("3f:02.1") : nic.Pci)
        {
            VendorId = random.Next(2) == 0 ? nic.Model.VendorId : null,
            DeviceId = random.Next(2) == 0 ? nic.Model.DeviceId : null,
            Subsystem = nic.Subsystem,
            Revision = nic.Revision,
            SerialNumber = nic.SerialNumber,
            InstancePath = random.Next(2) == 0 ? DeviceInstance.PathOf(nic) : null,
            ClassIndex = $"{number:0000}",
            Service = "e1iexpress",
            IsListed = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            Filters = random.Next(2) == 0 ? null : [new InstalledFilter("{B70D6460-3635-4D42-B866-B8AB1A24454C}", random.Next(2) == 0, random.Next(2) == 0)],
        }).ToList();
        var first = IbftReader.TryRead(table, out var read, out _) && read.Nics.FirstOrDefault(nic => (nic.Flags & IbftFlags.Valid) != 0) is { } listed && random.Next(2) == 0 ? new InstalledNic(listed.MacAddress, PciAddress.FromBdf(listed.PciBdf)) : null;
        return new InstallRecord
        {
            FirstNic = known.FirstOrDefault(nic => first is null || (nic.Mac.Equals(first.Mac) && nic.Pci == first.Pci)) ?? first ?? new InstalledNic(nics[0].Mac, nics[0].Pci),
            Build = random.Next(2) == 0 ? 9200 : null,
            Hotfixes = random.Next(2) == 0 ? [] : ["KB2344941"],
            Way = (InstallWay)random.Next(3),
            Table = first is null ? null : table,
            Nics = known,
        };
    }

    // What a lab's file can say.
    private static bool IsName(string text) => System.Text.RegularExpressions.Regex.IsMatch(text, @"^iqn\.[0-9]{4}-(0[1-9]|1[0-2])\.[a-z0-9][a-z0-9.-]*(:[!-~]*)?\z");

    private static string Line(string text) => text.Length > 0 && text.All(letter => letter is >= ' ' and < '\u007f') ? text : "somebody";

    private static IPNetwork? PrefixOf(IbftTable? content) =>
        content?.Targets.Select(target => target.IpAddress.ToIPAddress()).FirstOrDefault(address => address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) is { } address
            ? new IPNetwork(new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]), 64)
            : null;

    private static IPNetwork Segment(IPAddress address) => new(new IPAddress([.. address.GetAddressBytes()[..3], 0]), 24);
}
