using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Target;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Os.LinuxTools;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests.Tools;

/// <summary>The real iscsistart on a real kernel's tree: what comes of folders' order, and that every target is logged in to that has a record.</summary>
public sealed class GuestRecordTests(Guests guests)
{
    private static readonly MachineSpec s_machine = new()
    {
        Nics = [Nic("08:04.0", "52-54-00-00-08-40"), Nic("08:04.1", "52-54-00-00-08-41")],
    };

    [Fact]
    public async Task Targets_come_in_the_order_of_the_kernel_s_folders_and_all_are_logged_in_to()
    {
        string[] names = ["iqn.2026-11.lab.boot:disk0", "iqn.2026-11.lab.boot:disk1", "iqn.2026-11.lab.boot:disk2"];
        var targets = new TargetServer([.. names.Select(Target)], new Random(1), TimeProvider.System, _ => { }, observer: null);
        await using var server = IscsiTargetServer.Start(targets, new IPEndPoint(IPAddress.Loopback, 0));
        var table = Table(names, (ushort)server.Portal.Port);
        var reading = new LinuxKernel(LinuxVersion.Observed).Read(PlacedTable.InLowMemory(table), LinuxKernel.FunctionsOf(s_machine));
        var records = new FirmwareRecords(new ToolInput(reading.Tree, LinuxInterface.Of(s_machine)));
        Assert.Equal(["target2", "target0", "target1"], records.All.Select(record => record.Target));

        var report = await BootAsync(table);
        Assert.Equal([.. records.Messages, .. records.All.SelectMany(record => record.Lines("2.1.8"))], report["record"]);
        Assert.Contains("status 0", report["login"]);

        // Only one of them is boot selected.
        Assert.Equal(names, report["session"].Where(line => line.StartsWith("targetname=", StringComparison.Ordinal)).Select(line => line.Split('=')[1]).Order(StringComparer.Ordinal));
    }

    private static byte[] Table(string[] names, ushort port)
    {
        var host = IbftAddress.From(IPAddress.Parse("10.0.2.2"));
        var san = new NicContent
        {
            Flags = 3,
            IpAddress = IbftAddress.From(IPAddress.Parse("10.0.2.15")),
            SubnetMaskPrefix = 24,
            Origin = Ibft.PrefixOrigin.Dhcp,
            Gateway = host,
            MacAddress = s_machine.Nics[0].Mac,
            PciBdf = s_machine.Nics[0].Pci.Bdf,
        };
        var lan = new NicContent { Flags = 1, MacAddress = s_machine.Nics[1].Mac, PciBdf = s_machine.Nics[1].Pci.Bdf };
        var disks = names.Select((name, number) => new TargetContent { Flags = (byte)(number == 0 ? 3 : 1), IpAddress = host, Port = port, Name = ByteString.FromString(name) });
        return IbftWriter.Write(TableLayouts.Ipxe2017.Place(new IbftContent
        {
            OemId = "BOOTLB",
            Initiator = new InitiatorContent { Name = "iqn.2026-11.lab.boot:guest" },
            Nics = [san, lan],
            Targets = [.. disks, new TargetContent { Flags = 3, IpAddress = host, Port = port, Name = "iqn.2026-11.lab.boot:nobody", NicAssociation = 7 }],
        }));
    }

    private async Task<GuestReport> BootAsync(byte[] table)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Guests.Options.BootLimit);
        await using var guest = await LinuxGuest.StartAsync(
            guests.Pieces,
            new LinuxGuestSetup
            {
                InitialSystem = guests.Pieces.LoginSystem,
                MemoryMiB = 256,
                Networks = ["user", "user"],
                Table = (arguments, folder) => TablePlace.Load(arguments, folder, table),
                Words = ["bootlab.report=ibft", "bootlab.login"],
            },
            limit.Token);
        var report = await guest.ReadReportAsync(limit.Token);
        Assert.True(report is not null, string.Join('\n', await guest.EndAsync()));
        return report;
    }

    private static TargetOptions Target(string name) => new() { Name = name, Luns = new Dictionary<ushort, IBlockStore> { [0] = new MemoryBlockStore(new byte[1 << 20]) } };

    private static NicSpec Nic(string pci, string mac) => new() { Name = pci, Pci = PciAddress.Parse(pci), Mac = PhysicalAddress.Parse(mac) };
}
