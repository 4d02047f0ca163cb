using System.Net;
using BootLab.Firmware;
using BootLab.Firmware.Scanning;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;

namespace BootLab.Report.Accounts;

/// <summary>A case with neutral values: what a prediction asks of it, and nothing else. What a server gives its clients, files and disks are left out.</summary>
internal static class SituationScrub
{
    private const string Nic = "nic";
    private const string Segment = "network";

    private static readonly ScanWindow s_everyByte = ScanWindow.Everywhere with { Name = "every byte", AnyAlignment = true };

    /// <summary>The neutral case. Windows' own disk is left out.</summary>
    /// <param name="situation">The case.</param>
    /// <param name="scrubber">What gives the values.</param>
    /// <param name="tables">The tables in its memory, the first of them the one that is found first.</param>
    public static WindowsSituation Of(WindowsSituation situation, Scrubber scrubber, IReadOnlyList<(ulong Address, byte[] Bytes)> tables)
    {
        var machine = situation.Machine is { } known ? Machine(known, scrubber) : null;
        var networks = situation.Networks.Select(network => Network(network, scrubber)).ToList();
        var targets = situation.Targets.Select(target => Target(target, scrubber)).ToList();
        var memory = Memory(situation.Memory, scrubber, tables);
        return new WindowsSituation
        {
            Release = situation.Release,
            Memory = memory,
            Machine = machine,
            Networks = networks,
            Targets = targets,
            PreBoot = situation.PreBoot is { } end ? end with { Text = scrubber.Sentence(end.Text) } : null,
            Hotfixes = situation.Hotfixes,
            Installed = situation.Installed is { } record ? Record(record, scrubber) : null,
            IsSetup = situation.IsSetup,
        };
    }

    /// <summary>Whatever in memory begins as a table does: those that are right first, then those that some reader may take, or look into.</summary>
    public static IReadOnlyList<(ulong Address, byte[] Bytes)> TablesIn(BootMemory memory) =>
    [
        .. TableScanner.Scan(memory.Bytes, s_everyByte)
            .OrderByDescending(hit => hit is { ChecksumIsRight: true, IsPlausible: true })
            .Select(hit => ((ulong)hit.Address, memory.Bytes.Read((ulong)hit.Address, (int)Math.Min(Math.Min(hit.Length, IbftOffsets.MaximumTableSize), memory.Bytes.Size - (ulong)hit.Address)))),
    ];

    public static MachineSpec Machine(MachineSpec machine, Scrubber scrubber) => machine with
    {
        Uuid = scrubber.Uuid(machine.Uuid),
        Smbios = machine.Smbios with { Serial = Word(machine.Smbios.Serial, scrubber), Asset = Word(machine.Smbios.Asset, scrubber) },
        Nics =
        [
            .. machine.NicsInPciOrder.Select(nic => nic with
            {
                Name = scrubber.Label(nic.Name, Nic),
                Mac = scrubber.Mac(nic.Mac),
                Network = nic.Network is { } network ? scrubber.Label(network, Segment) : null,
                SerialNumber = nic.SerialNumber is { } serial ? scrubber.Serial(serial) : null,
            }),
        ],
    };

    private static NetworkSpec Network(NetworkSpec network, Scrubber scrubber) => new()
    {
        Name = scrubber.Label(network.Name, Segment),
        Subnet = scrubber.Network(network.Subnet),
        Server = scrubber.Address(network.Server),
        ForwardingDelay = network.ForwardingDelay,
    };

    private static TargetSpec Target(TargetSpec target, Scrubber scrubber) => target with
    {
        Iqn = scrubber.Word(target.Iqn),
        Portals = [.. target.Portals.Select(portal => new IPEndPoint(scrubber.Address(portal.Address), portal.Port))],
        Luns = target.Luns.ToDictionary(lun => lun.Key, lun => Disk(lun.Value, scrubber)),
        AnyLun = target.AnyLun is { } any ? Disk(any, scrubber) : null,
        Chap = target.Chap is { } chap
            ? new ChapSpec(scrubber.Word(chap.User), scrubber.Secret(chap.Secret), Word(chap.ReverseUser, scrubber), chap.ReverseSecret is { } reverse ? scrubber.Secret(reverse) : null)
            : null,
        Initiators = [.. target.Initiators.Select(scrubber.Word)],
        Redirect = target.Redirect is { } redirect ? scrubber.Sentence(redirect) : null,
        Existing = target.Existing is null ? null : new IPEndPoint(IPAddress.Loopback, 0),
    };

    private static LunSpec Disk(LunSpec disk, Scrubber scrubber) => new()
    {
        Image = disk.Image is { } path ? scrubber.Label(path, "disk") : null,
        ReadOnly = disk.ReadOnly,
        BlockSize = disk.BlockSize,
    };

    private static InstallRecord Record(InstallRecord record, Scrubber scrubber) => record with
    {
        FirstNic = Installed(record.FirstNic, scrubber),
        Nics = [.. record.Nics.Select(nic => Installed(nic, scrubber))],
        Table = record.Table is { } table && TableScrub.Of(table, scrubber) is { } neutral ? neutral : (ReadOnlyMemory<byte>?)null,
    };

    private static InstalledNic Installed(InstalledNic nic, Scrubber scrubber) => nic with
    {
        Mac = scrubber.Mac(nic.Mac),
        SerialNumber = nic.SerialNumber is { } serial ? scrubber.Serial(serial) : null,
        InstancePath = nic.InstancePath is { } path ? scrubber.Instance(path) : null,
    };

    private static BootMemory Memory(BootMemory memory, Scrubber scrubber, IReadOnlyList<(ulong Address, byte[] Bytes)> tables)
    {
        var copy = new PhysicalMemory(memory.Bytes.Size);
        foreach (var (start, end) in memory.Bytes.WrittenRanges)
        {
            copy.Write(start, memory.Bytes.Read(start, (int)(end - start)));
        }

        foreach (var (address, bytes) in tables)
        {
            if (TableScrub.Of(bytes, scrubber) is { } neutral)
            {
                copy.Write(address, neutral);
            }
        }

        return memory with { Bytes = copy };
    }

    private static string? Word(string? text, Scrubber scrubber) => text is null ? null : scrubber.Word(text);
}
