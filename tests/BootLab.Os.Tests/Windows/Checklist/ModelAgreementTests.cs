using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>The checklist and the model of a boot judge the same disks by the same facts: something is wrong where the boot ends, and nowhere else.</summary>
public sealed class ModelAgreementTests
{
    // One target through 08:04.0; both ports are listed.
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    private static readonly NicSpec s_san = new() { Name = "san", Mac = new([0x52, 0x54, 0, 0, 8, 0x40]), Pci = PciAddress.Parse("08:04.0"), Model = NicModel.E1000 };

    public static TheoryData<string> Changes { get; } = [.. ChecklistChanges.All.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Something_is_wrong_where_the_model_ends_the_boot_and_nowhere_else(string name)
    {
        var (build, change, _) = ChecklistChanges.All[name];
        var windows = new HealthyWindows(build);
        change(windows);
        Agree(windows, s_table, machine: null);
    }

    /// <summary>Each line that wants something is turned by one of the changes, and so held against the model.</summary>
    [Fact]
    public void Every_line_is_among_the_changes()
    {
        var made = ChecklistChanges.All.Values.SelectMany(change => change.Lines).Select(line => line[..line.LastIndexOf(':')]).ToHashSet();
        var judged = from build in (int[])[3790, 6002, 7601, 26100]
                     from line in Of(new HealthyWindows(build), s_table, machine: null).Lines
                         // Another NIC is not judged; what device is the table's is, below.
                     where line.Wanted.Length > 0 && line.Section is not ("NIC 08:04.1" or "Boot NIC") && line.ValueName != "LocationInformation"
                     select HiveChecklistTests.Place(line);
        var missing = judged.Distinct().Except(made).Except(["SYSTEM\\Select Current"]).ToArray();
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("the machine of the installation", false)]
    [InlineData("another model in the slot", true)]
    [InlineData("another slot", true)]
    [InlineData("another MAC address", true)]
    [InlineData("the NIC on USB", true)]
    [InlineData("a wireless NIC", true)]
    [InlineData("a NIC of a hypervisor that Windows never met", true)]
    public void A_machine_is_judged_by_both_alike(string name, bool isWrong)
    {
        var nic = name switch
        {
            "another model in the slot" => s_san with { Model = NicModel.E1000e },
            "another slot" => s_san with { Pci = PciAddress.Parse("09:00.0") },
            "another MAC address" => s_san with { Mac = new([2, 0, 0, 0, 0, 1]) },
            "the NIC on USB" => s_san with { Attachment = NicAttachment.Usb },
            "a wireless NIC" => s_san with { Attachment = NicAttachment.Wireless },
            "a NIC of a hypervisor that Windows never met" => s_san with { Attachment = NicAttachment.Paravirtual },
            _ => s_san,
        };
        Assert.Equal(isWrong, Agree(new HealthyWindows(20348), s_table, new MachineSpec { Nics = [nic] }));
    }

    [Theory]
    [InlineData("USB\\VID_0BDA&PID_8153", "", false, true)]
    [InlineData("XENVIF\\VEN_XS0002&DEV_NET", "xenvif", true, false)]
    [InlineData("XENVIF\\VEN_XS0002&DEV_NET", "xenvif", false, true)]
    [InlineData("ACME\\NIC", "", false, false)]
    public void A_nic_that_is_not_on_PCI_is_the_tables_where_it_is_the_only_one(string device, string bus, bool isPromoted, bool isWrong)
    {
        var windows = new HealthyWindows(20348);
        MoveTo(windows, device, bus, isPromoted);
        Assert.Equal(isWrong, Agree(windows, s_table, machine: null));
        Assert.Equal(isWrong, Agree(windows, s_table, new MachineSpec { Nics = [s_san with { Attachment = NicAttachment.Paravirtual }] }));
    }

    [Fact]
    public void Of_several_that_are_not_on_PCI_nobody_says_which_is_the_tables()
    {
        var windows = new HealthyWindows(20348);
        MoveTo(windows, "USB\\VID_0BDA&PID_8153", "", isPromoted: false);
        windows.Copy("Enum\\USB\\VID_0BDA&PID_8153\\0", "Enum\\USB\\VID_0BDA&PID_8153\\1");

        Assert.False(Agree(windows, s_table, machine: null));
        var line = Assert.Single(Of(windows, s_table, machine: null).Lines, line => line.ValueName == "(instances)");
        Assert.Equal(CheckState.Unknown, line.State);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    public void With_two_targets_one_of_their_nics_is_enough(bool isSanBroken, bool isLanBroken, bool isWrong)
    {
        var windows = new HealthyWindows(20348);
        windows.Key($"{HealthyWindows.Lan}\\Linkage").Set("FilterList", []);
        foreach (var (isBroken, driver) in new[] { (isSanBroken, HealthyWindows.SanDriver), (isLanBroken, HealthyWindows.LanDriver) })
        {
            windows.Key($"Services\\{driver}").Set("BootFlags", isBroken ? 0u : 1);
        }

        Assert.Equal(isWrong, Agree(windows, TwoPaths(), machine: null));
    }

    [Fact]
    public void Of_two_targets_nics_one_that_is_not_in_the_machine_is_no_harm()
    {
        var windows = new HealthyWindows(20348);
        Assert.False(Agree(windows, TwoPaths(), new MachineSpec { Nics = [s_san] }));
        Assert.Contains(Of(windows, TwoPaths(), new MachineSpec { Nics = [s_san] }).Lines, line => line is { FactId: "T-NIC-2", State: CheckState.Warning, Found: "none" });
    }

    /// <summary>Whether something is wrong, which both must say.</summary>
    private static bool Agree(HealthyWindows windows, byte[] table, MachineSpec? machine)
    {
        var image = windows.ToImage();
        var checklist = Of(windows, table, machine);
        var prediction = WindowsBoot.Predict(new WindowsSituation { Release = checklist.Release!, Memory = PlacedTable.InLowMemory(table), Image = image, Machine = machine });

        var wrong = checklist.Lines.Where(line => line.State == CheckState.Wrong && !IsSaidByTheBootPath(line)).Select(line => line.FactId).ToArray();

        Assert.True(
            wrong.Length > 0 == prediction.Outcome is not (WindowsOutcome.Boots or WindowsOutcome.BootsDegraded),
            $"the model: {prediction.Outcome} by {prediction.Decisive?.Id}; wrong in the checklist: {string.Join(", ", wrong)}");
        Assert.True(wrong.Length == 0 || wrong.Any(id => Family(id) == Family(prediction.Decisive!.Id)), $"the model ends it by {prediction.Decisive?.Id}, the checklist by {string.Join(", ", wrong)}");
        return wrong.Length > 0;
    }

    private static HiveChecklist Of(HealthyWindows windows, byte[] table, MachineSpec? machine) =>
        HiveChecklist.Of(windows.ToImage(), new ChecklistOptions { Table = IbftReader.ReadLenient(table).Table, Machine = machine });

    /// <summary>Lets the SAN port be a device elsewhere than on PCI.</summary>
    private static void MoveTo(HealthyWindows windows, string device, string bus, bool isPromoted)
    {
        windows.Move(HealthyWindows.SanInstance, $"Enum\\{device}\\0");
        windows.Key($"Enum\\{device}\\0").Set("LocationInformation", "Port 1");
        if (bus.Length > 0)
        {
            windows.Driver(bus, 3, "NDIS").Set("BootFlags", isPromoted ? 1u : 0);
        }
    }

    /// <summary>A table of two paths to the same disk, one through each port.</summary>
    private static byte[] TwoPaths() => Tables.Of(
        [Tables.San, Tables.Lan with { Flags = 3, IpAddress = Tables.Address("10.10.0.2"), SubnetMaskPrefix = 24 }],
        Tables.Target,
        Tables.Target with { IpAddress = Tables.Address("10.10.0.1"), NicAssociation = 1 });

    // The model takes the steps of the boot manager as the reader of the disk has followed them, and these disks in memory have theirs given.
    private static bool IsSaidByTheBootPath(ChecklistLine line) => line.Section == HiveChecklist.BootConfigurationSection;

    // W-ENUM-1 and W-ENUM-3 are two sides of a NIC whose driver was never installed.
    private static string Family(string id) => id[..id.LastIndexOf('-')];
}
