using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>What the checklist says of disks in memory.</summary>
public sealed class HiveChecklistTests
{
    // The boot NIC of this table is 08:04.0.
    private static readonly IbftTable s_table = IbftReader.ReadLenient(File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"))).Table!;

    private static readonly NicSpec s_san = new() { Name = "san", Mac = new([0x52, 0x54, 0, 0, 8, 0x40]), Pci = PciAddress.Parse("08:04.0"), Model = NicModel.E1000 };
    private static readonly NicSpec s_lan = new() { Name = "lan", Mac = new([0x52, 0x54, 0, 0, 8, 0x41]), Pci = PciAddress.Parse("08:04.1"), Model = NicModel.E1000 };

    // A build of every version.
    public static TheoryData<int> Builds { get; } = [3790, 6002, 7601, 9200, 9600, 14393, 19045, 20348, 26100];

    public static TheoryData<string> Changes { get; } = [.. ChecklistChanges.All.Keys];

    [Theory]
    [MemberData(nameof(Builds))]
    public void Of_a_disk_that_is_ready_nothing_is_wrong(int build)
    {
        var checklist = Of(new HealthyWindows(build));

        Assert.Equal(WindowsRelease.OfBuild(build), checklist.Release);
        Assert.Empty(checklist.Lines.Where(line => line.State is CheckState.Wrong or CheckState.Warning or CheckState.Unknown).Select(Say));
        Assert.Equal(("08:04.0", NicRole.Boot, (bool?)true), (checklist.Nics[0].Name, checklist.Nics[0].Role, checklist.Nics[0].CanBoot));
        Assert.Equal(("08:04.1", NicRole.Other), (checklist.Nics[1].Name, checklist.Nics[1].Role));
        Assert.InRange(checklist.Lines.Count, 70, 120);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Each_line_has_a_place_of_its_own_a_matter_and_sources_that_are_known(int build)
    {
        var lines = Of(new HealthyWindows(build)).Lines;
        Assert.Equal(lines.Select(Place).Distinct(), lines.Select(Place));
        foreach (var line in lines)
        {
            Assert.All((string[])[line.Section, line.KeyPath, line.ValueName, line.Found, line.FactId, line.Text], Assert.NotEmpty);
            Assert.All(line.SourceKeys, key => Assert.NotEmpty(Sources.Place(key)));
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void One_change_turns_its_own_line(string name)
    {
        var (build, change, expected) = ChecklistChanges.All[name];
        var windows = new HealthyWindows(build);
        var before = Of(windows).Lines.ToDictionary(Place, line => line.State);
        change(windows);
        var after = Of(windows).Lines;

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            after.Where(line => !before.TryGetValue(Place(line), out var state) || state != line.State).Select(Say)
                .Concat(before.Keys.Except(after.Select(Place)).Select(gone => $"{gone}: gone")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_table_each_nic_is_a_candidate_and_one_that_can_boot_is_enough()
    {
        var windows = new HealthyWindows(20348);

        var checklist = Of(windows, withTable: false);

        Assert.Equal([true, false], checklist.Nics.Select(nic => nic.CanBoot!.Value));
        Assert.Equal([NicRole.Candidate, NicRole.Candidate], checklist.Nics.Select(nic => nic.Role));
        Assert.Equal("W-LWF-1", Assert.Single(checklist.Nics[1].Reasons).FactId);
        Assert.Equal(CheckState.Warning, checklist.Worst);

        windows.Key($"Services\\{HealthyWindows.SanDriver}").Set("BootFlags", 0);
        checklist = Of(windows, withTable: false);
        Assert.Equal(["N-1"], checklist.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));
    }

    [Fact]
    public void The_one_nic_of_a_windows_is_its_boot_nic()
    {
        var windows = new HealthyWindows(20348);
        windows.Key(HealthyWindows.LanInstance).Set("ClassGUID", HealthyWindows.Scsi);
        windows.Key($"Services\\{HealthyWindows.SanDriver}").Set("BootFlags", 0);

        var checklist = Of(windows, withTable: false);

        Assert.Equal(NicRole.Boot, Assert.Single(checklist.Nics).Role);
        Assert.Equal(["W-SVC-1"], checklist.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));
    }

    [Fact]
    public void A_machine_gives_names_and_says_which_card_is_in_the_place_now()
    {
        var windows = new HealthyWindows(20348);
        Assert.Equal(["08:04.0 (san)", "08:04.1 (lan)"], Of(windows, machine: new MachineSpec { Nics = [s_san, s_lan] }).Nics.Select(nic => nic.Name));

        var other = Of(windows, machine: new MachineSpec { Nics = [s_san with { Model = NicModel.E1000e }, s_lan] });
        Assert.Equal(["D-ID-5"], other.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));

        // The table's NIC is found by its MAC address, wherever the table says that it is.
        var moved = Of(windows, machine: new MachineSpec { Nics = [s_san with { Pci = PciAddress.Parse("09:00.0") }, s_lan] });
        Assert.StartsWith("this Windows has met a card of this model in another slot", Assert.Single(moved.Lines, line => line.State == CheckState.Wrong).Text, StringComparison.Ordinal);
        var never = Of(windows, machine: new MachineSpec { Nics = [s_san with { Pci = PciAddress.Parse("09:00.0"), Model = NicModel.E1000e }, s_lan] });
        Assert.StartsWith("this Windows has never met the table's NIC", Assert.Single(never.Lines, line => line.State == CheckState.Wrong).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_devices_in_the_place_of_the_tables_nic_one_that_can_boot_is_enough()
    {
        // The card was replaced by one of another model, which Windows met once.
        var windows = new HealthyWindows(20348);
        const string New = "Enum\\PCI\\VEN_8086&DEV_10D3&SUBSYS_00008086&REV_00\\3&13c0b0c5&0&20";
        windows.Copy(HealthyWindows.SanInstance, New);
        windows.Key(New).Set("Service", HealthyWindows.LanDriver).Set("ConfigFlags", 0x40);

        var checklist = Of(windows);
        Assert.Equal([NicRole.Candidate, NicRole.Other, NicRole.Candidate], checklist.Nics.Select(nic => nic.Role));
        Assert.Equal(CheckState.Warning, checklist.Worst);

        // The machine says which of them it has now.
        var known = Of(windows, machine: new MachineSpec { Nics = [s_san with { Model = NicModel.E1000e }, s_lan] });
        Assert.Equal([NicRole.Other, NicRole.Other, NicRole.Boot], known.Nics.Select(nic => nic.Role));
        Assert.Equal(["W-ENUM-1"], known.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));

        windows.Key(HealthyWindows.SanInstance).Set("ConfigFlags", 1);
        Assert.StartsWith("something speaks against each", Assert.Single(Of(windows).Lines, line => line.State == CheckState.Wrong).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_beyond_the_first_64_are_said_not_to_be_looked_at()
    {
        var windows = new HealthyWindows(20348);
        windows.Key($"{HealthyWindows.San}\\Linkage").Set("FilterList", [.. Enumerable.Range(0, 66).Select(number => $"{HealthyWindows.SanId}-{{99999999-9999-9999-9999-{number:D12}}}-0000")]);
        windows.Driver("npf", 0, "NDIS");
        windows.Key(HealthyWindows.SanInstance).Set("UpperFilters", [.. Enumerable.Repeat("npf", 67)]);

        var checklist = Of(windows);

        Assert.Equal((CheckState.Unknown, "2 more"), StateOf("(others)"));
        Assert.Equal((CheckState.Unknown, "3 more"), StateOf("UpperFilters"));
        Assert.Null(checklist.Nics[0].CanBoot);

        (CheckState, string) StateOf(string value)
        {
            var line = Assert.Single(checklist.Lines, line => line.Section == "NIC 08:04.0" && line.ValueName == value);
            return (line.State, line.Found);
        }
    }

    [Fact]
    public void XP_may_do_without_drivers_that_another_may_stand_in_for()
    {
        // A disk of a later version, which has none of them.
        var checklist = HiveChecklist.Of(new HealthyWindows(20348).ToImage(), new ChecklistOptions { Release = WindowsRelease.OfBuild(3790), Table = s_table });

        Assert.Equal(["IPSec", "PSched", "sanbootconf"], checklist.Lines.Where(line => line is { Section: "Boot drivers", State: CheckState.Unknown }).Select(line => line.KeyPath[(line.KeyPath.LastIndexOf('\\') + 1)..]));
    }

    [Fact]
    public void A_paravirtual_nic_has_no_place_and_needs_its_bus()
    {
        var windows = new HealthyWindows(20348);
        const string Guest = "Enum\\XENVIF\\VEN_XS0002&DEV_NET\\0";
        windows.Move(HealthyWindows.SanInstance, Guest);
        windows.Key(Guest).Set("LocationInformation", "0");
        windows.Driver("xenvif", 3, "NDIS").Set("BootFlags", 1);
        Assert.Equal((NicRole.Boot, (bool?)true), Only(windows));

        windows.Key("Services\\xenvif").Set("BootFlags", 0);
        Assert.Equal((NicRole.Boot, (bool?)false), Only(windows));
        Assert.Equal(["N-4"], Of(windows).Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));

        static (NicRole, bool?) Only(HealthyWindows windows)
        {
            var nic = Assert.Single(Of(windows).Nics, nic => nic.InstancePath.StartsWith("XENVIF", StringComparison.Ordinal));
            return (nic.Role, nic.CanBoot);
        }
    }

    [Theory]
    [InlineData(7601, 0x0011223344556677UL, new string[0], "D-ID-1")]
    [InlineData(7601, 0x1122334455667788UL, new string[0], null)]
    [InlineData(7601, 0x0011223344556677UL, new[] { "KB2550978" }, null)]
    [InlineData(9200, 0x0011223344556677UL, new string[0], null)]
    public void A_card_of_another_serial_number_is_another_device_to_old_versions_without_the_fix(int build, ulong serial, string[] hotfixes, string? wrong)
    {
        var windows = new HealthyWindows(build);
        windows.Move(HealthyWindows.SanInstance, $"Enum\\PCI\\{HealthyWindows.DeviceId}\\112233445566778800");

        var checklist = HiveChecklist.Of(windows.ToImage(), new ChecklistOptions { Table = s_table, Hotfixes = hotfixes, Machine = new MachineSpec { Nics = [s_san with { SerialNumber = serial }, s_lan] } });

        Assert.Equal(wrong is null ? [] : [wrong], checklist.Lines.Where(line => line.State == CheckState.Wrong).Select(line => line.FactId));
        Assert.Contains(checklist.Lines, line => line is { Section: "NIC 08:04.0 (san)", ValueName: "(serial number)" });
    }

    [Fact]
    public void Without_hive_or_version_nothing_is_said_to_be_fine()
    {
        var noHive = HiveChecklist.Of(new HealthyWindows(20348).ToImage(facts: null, bcd: null), ChecklistOptions.None);
        Assert.Equal((CheckState.Unknown, null), (noHive.Worst, noHive.ControlSet));
        Assert.DoesNotContain(noHive.Lines, line => line.State == CheckState.Ok);

        var noVersion = HiveChecklist.Of(new HealthyWindows(20348) { Build = null }.ToImage(), ChecklistOptions.None);
        Assert.Equal((CheckState.Unknown, null), (noVersion.Worst, noVersion.Release));

        var named = HiveChecklist.Of(new HealthyWindows(20348) { Build = null }.ToImage(), new ChecklistOptions { Release = WindowsRelease.OfBuild(9200), Table = s_table });
        Assert.Equal(("2012", CheckState.Info), (named.Release!.Id, named.Worst));
    }

    [Fact]
    public void Another_control_set_is_looked_at_when_asked_for()
    {
        var windows = new HealthyWindows(20348);
        windows.Root("Select").Set("Default", 2);
        windows.Root("ControlSet002").Key("Services\\Tcpip").Set("Start", 4);

        var current = Of(windows);
        Assert.Equal(["S2"], current.Lines.Where(line => line.State == CheckState.Warning).Select(line => line.FactId));
        var checklist = HiveChecklist.Of(windows.ToImage(), new ChecklistOptions { ControlSet = "Default" });
        Assert.Equal(("ControlSet002", CheckState.Wrong), (checklist.ControlSet, checklist.Worst));
        Assert.Equal("4 (disabled)", Assert.Single(checklist.Lines, line => line.KeyPath == "ControlSet002\\Services\\Tcpip" && line.ValueName == "Start, BootFlags").Found.Replace("Start ", "", StringComparison.Ordinal));
        Assert.Equal(CheckState.Unknown, HiveChecklist.Of(windows.ToImage(), new ChecklistOptions { ControlSet = "Failed" }).Worst);
    }

    [Fact]
    public void Mutated_hives_are_inspected_whatever_they_hold()
    {
        var windows = new HealthyWindows(20348);
        var (sound, bcd) = (windows.SystemHive(), windows.Bcd());
        var random = new Random(61);
        var (unreadable, doubtful, wrong) = (0, 0, 0);
        for (var i = 0; i < 5_000; i++)
        {
            var file = sound.ToArray();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                file[random.Next(4096, file.Length)] = (byte)random.Next(256);
            }

            WindowsFacts? facts = null;
            try
            {
                facts = WindowsFacts.Read(RegistryHive.Open(file));
            }
            catch (HiveFormatException)
            {
                unreadable++;
            }

            var checklist = HiveChecklist.Of(windows.ToImage(facts, bcd), new ChecklistOptions { Table = s_table });
            Assert.True(facts is not null || checklist.Worst == CheckState.Unknown);
            doubtful += checklist.Lines.Any(line => line.Found == "cannot be read") ? 1 : 0;
            wrong += checklist.Worst == CheckState.Wrong ? 1 : 0;
        }

        Assert.InRange(unreadable, 1, 4_900);
        Assert.InRange(doubtful, 1, 4_900);
        Assert.InRange(wrong, 1, 4_900);
    }

    private static HiveChecklist Of(HealthyWindows windows, bool withTable = true, MachineSpec? machine = null) =>
        HiveChecklist.Of(windows.ToImage(), new ChecklistOptions { Table = withTable ? s_table : null, Machine = machine });

    /// <summary>A line by its key and value, and its NIC where the key is one that all share.</summary>
    internal static string Place(ChecklistLine line) =>
        $"{(line.KeyPath.StartsWith("ControlSet001\\Services\\Tcpip\\Linkage", StringComparison.Ordinal) || line.KeyPath.EndsWith("Ndi", StringComparison.Ordinal) ? line.Section + " " : "")}{line.KeyPath.Replace("ControlSet001\\", "", StringComparison.Ordinal)} {line.ValueName}";

    private static string Say(ChecklistLine line) => $"{Place(line)}: {line.State}";
}
