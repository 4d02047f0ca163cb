using System.Net;
using System.Text.RegularExpressions;
using BootLab.Firmware;
using BootLab.Firmware.Scanning;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;

namespace BootLab.Report.Accounts;

/// <summary>A case with neutral values: what a prediction asks of it, and nothing else. What a server gives its clients, files and disks are left out.</summary>
internal static partial class SituationScrub
{
    private const string Nic = "nic";
    private const string Segment = "network";

    private static readonly NicModel[] s_models = [NicModel.E1000, NicModel.E1000e, NicModel.VirtioNet];

    private static readonly ScanWindow s_everyByte = ScanWindow.Everywhere with { Name = "every byte", AnyAlignment = true };

    /// <summary>The case without the words that its author chose and on which nothing depends: names of NICs, networks, models and disks, what the boot program said.</summary>
    public static WindowsSituation Named(WindowsSituation situation, Scrubber scrubber) => situation with
    {
        Machine = situation.Machine is { } machine ? machine with
        {
            Nics =
            [
                .. machine.NicsInPciOrder.Select(nic => nic with
                {
                    Name = scrubber.Label(nic.Name, Nic),
                    Network = nic.Network is { } network ? scrubber.Label(network, Segment) : null,
                    Model = s_models.Contains(nic.Model) ? nic.Model : nic.Model with { Name = "other" },
                }),
            ],
        } : null,
        Networks = [.. situation.Networks.Select(network => network with { Name = scrubber.Label(network.Name, Segment) })],
        Targets =
        [
            .. situation.Targets.Select(target => target with
            {
                Luns = target.Luns.ToDictionary(lun => lun.Key, lun => Disk(lun.Value, $"{target.Iqn} {lun.Key}", scrubber)),
                AnyLun = target.AnyLun is { } any ? Disk(any, target.Iqn, scrubber) : null,
            }),
        ],
        PreBoot = situation.PreBoot is { Booted: { } started } ? AccountSource.Ended(started) : null,
        Hotfixes = Fixes(situation.Hotfixes, scrubber),
        Installed = situation.Installed is { } record ? record with { Hotfixes = Fixes(record.Hotfixes, scrubber) } : null,
    };

    /// <summary>The neutral case. Windows' own disk is left out.</summary>
    /// <param name="situation">The case, without its author's words.</param>
    /// <param name="scrubber">What gives the values.</param>
    /// <param name="tables">The tables in its memory, the first of them the one that is found first.</param>
    public static WindowsSituation Of(WindowsSituation situation, Scrubber scrubber, IReadOnlyList<(ulong Address, byte[] Bytes)> tables) => situation with
    {
        Machine = situation.Machine is { } known ? Machine(known, scrubber) : null,
        Networks = [.. situation.Networks.Select(network => Network(network, scrubber))],
        Targets = [.. situation.Targets.Select(target => Target(target, scrubber))],
        Memory = Memory(situation.Memory, scrubber, tables),
        Installed = situation.Installed is { } record ? Record(record, scrubber) : null,
        Image = null,
    };

    /// <summary>Whatever in memory begins as a table does: those that are right first, then those that some reader may take, or look into.</summary>
    public static IReadOnlyList<(ulong Address, byte[] Bytes)> TablesIn(BootMemory memory) =>
    [
        .. TableScanner.Scan(memory.Bytes, s_everyByte)
            .OrderByDescending(hit => hit is { ChecksumIsRight: true, IsPlausible: true })
            .Select(hit => ((ulong)hit.Address, memory.Bytes.Read((ulong)hit.Address, (int)Math.Min(Math.Min(hit.Length, IbftOffsets.MaximumTableSize), memory.Bytes.Size - (ulong)hit.Address)))),
    ];

    private static MachineSpec Machine(MachineSpec machine, Scrubber scrubber) => machine with
    {
        Uuid = scrubber.Uuid(machine.Uuid),
        Smbios = machine.Smbios with { Serial = Word(machine.Smbios.Serial, scrubber), Asset = Word(machine.Smbios.Asset, scrubber) },
        Nics = [.. machine.Nics.Select(nic => nic with { Mac = scrubber.Mac(nic.Mac), SerialNumber = nic.SerialNumber is { } serial ? scrubber.Serial(serial) : null })],
    };

    private static NetworkSpec Network(NetworkSpec network, Scrubber scrubber) => new()
    {
        Name = network.Name,
        Subnet = scrubber.Network(network.Subnet),
        Server = scrubber.Address(network.Server),
        ForwardingDelay = network.ForwardingDelay,
        RouterAdvertisements = network.RouterAdvertisements is { } router
            ? router with { Router = scrubber.Address(router.Router), Prefix = router.Prefix is { } prefix ? scrubber.Network(prefix) : null }
            : null,
    };

    private static TargetSpec Target(TargetSpec target, Scrubber scrubber) => target with
    {
        Iqn = scrubber.Word(target.Iqn),
        Portals = [.. target.Portals.Select(portal => Portal(portal, scrubber))],
        Chap = target.Chap is { } chap
            ? new ChapSpec(scrubber.Word(chap.User), scrubber.Secret(chap.Secret), Word(chap.ReverseUser, scrubber), chap.ReverseSecret is { } reverse ? scrubber.Secret(reverse) : null)
            : null,
        Initiators = [.. target.Initiators.Select(scrubber.Word)],
        Redirect = target.Redirect is not { } redirect ? null : IPEndPoint.TryParse(redirect, out var moved) ? Portal(moved, scrubber).ToString() : scrubber.Word(redirect),
        Existing = target.Existing is null ? null : new IPEndPoint(IPAddress.Loopback, 0),
    };

    private static IPEndPoint Portal(IPEndPoint portal, Scrubber scrubber) => new(scrubber.Address(portal.Address), portal.Port);

    // One image is one disk, and what is no image is a disk of its own.
    private static LunSpec Disk(LunSpec disk, string place, Scrubber scrubber) => new() { Image = scrubber.Label(disk.Image ?? place, "disk") };

    // What is no article of Microsoft's is somebody's own word.
    private static List<string> Fixes(IReadOnlyList<string> fixes, Scrubber scrubber)
    {
        var articles = fixes.Where(fix => WindowsHotfix.Find(fix) is not null || Article().IsMatch(fix)).ToList();
        if (articles.Count < fixes.Count)
        {
            scrubber.LeaveOut("fixes that are no article of Microsoft's");
        }

        return articles;
    }

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

    [GeneratedRegex(@"^KB[0-9]{1,8}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();
}
