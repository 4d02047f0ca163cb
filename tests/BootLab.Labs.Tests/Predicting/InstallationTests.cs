using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Predicting;

/// <summary>What Windows would remember of an installation that is played.</summary>
public sealed class InstallationTests
{
    private static readonly LabFile s_dead = LabLoader.Load(Repository.PathTo("labs", "second-nic-dead"));

    [Fact]
    public void The_record_has_every_nic_in_pci_order_and_what_set_up_binds_to_it()
    {
        var run = Boot(s_dead, "windows-server-2012");
        var record = run.Installed!;

        Assert.Equal((9200, InstallWay.SetupToIscsi), (record.Build, record.Way));
        Assert.True(record.Table!.Value.Span.SequenceEqual(run.Table!.Bytes));
        Assert.Same(record.Nics[1], record.FirstNic);
        Assert.Equal([("08:04.0", "0000", false), ("08:04.1", "0001", true)], record.Nics.Select(nic => (nic.Pci.ToString(), nic.ClassIndex!, nic.IsListed!.Value)));
        Assert.Equal([new InstalledFilter("WFPLWFS", IsMandatory: true)], record.Nics[0].Filters);
        Assert.Empty(record.Nics[1].Filters!);
        Assert.Equal(@"PCI\VEN_8086&DEV_100E\SLOT&08:04.0", record.Nics[0].InstancePath);
    }

    [Theory]
    [InlineData("windows-7", "{B70D6460-3635-4D42-B866-B8AB1A24454C}")]
    [InlineData("windows-server-2022", "WFPLWFS")]
    [InlineData("windows-server-2008", null)]
    [InlineData("windows-server-2003", null)]
    public void The_filter_is_known_since_windows_7(string system, string? filter) =>
        Assert.Equal(filter, Boot(s_dead, system).Installed!.Nics[0].Filters?.Single().Id);

    [Fact]
    public void A_card_with_a_serial_number_is_named_by_it()
    {
        var nic = s_dead.Machine.Nics[1] with { SerialNumber = 0x525400ffff000840, Subsystem = 0x11001af4, Revision = 3 };
        var run = Boot(s_dead with { Machine = s_dead.Machine with { Nics = [s_dead.Machine.Nics[0], nic] } }, "windows-server-2012");

        Assert.Equal(@"PCI\VEN_8086&DEV_100E&SUBSYS_11001AF4&REV_03\525400FFFF00084001", run.Installed!.FirstNic.InstancePath);
        Assert.Null(DeviceInstance.PathOf(nic with { Attachment = NicAttachment.Usb }));
    }

    [Fact]
    public void The_fixes_of_the_medium_are_in_the_record_and_decide_what_set_up_leaves()
    {
        var fixedMedium = s_dead with { Os = s_dead.Os! with { Installed = s_dead.Os.Installed! with { Hotfixes = ["KB-2012-NIC"] } } };
        var medium = Installation.Medium(fixedMedium);
        var run = LabRunner.RunOne(medium, LabRunner.Variants(medium).First());

        Assert.Equal(["KB-2012-NIC"], run.Installed!.Hotfixes);
        Assert.Empty(run.Predictions[0].Degradations);
    }

    [Fact]
    public void Set_up_that_does_not_see_the_disk_leaves_nothing()
    {
        var noTarget = s_dead with { Targets = [] };

        Assert.Null(Boot(noTarget, "windows-server-2012").Installed);
    }

    [Fact]
    public void Of_a_lab_with_another_installation_only_the_boot_is_expected()
    {
        var after = Installation.After(s_dead, s_dead.Os!.Installed!);

        Assert.All(LabRunner.Variants(after), variant => Assert.Equal((0, 0), (variant.Expect.Rules.Count, variant.Expect.Predictions.Count)));
        Assert.NotNull(after.Expect.Table);
    }

    private static BootRun Boot(LabFile lab, string system)
    {
        var medium = Installation.Medium(lab with { Os = lab.Os! with { System = system } });
        return LabRunner.RunOne(medium, LabRunner.Variants(medium).First());
    }
}
