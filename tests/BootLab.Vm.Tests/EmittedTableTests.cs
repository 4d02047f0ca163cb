using BootLab.Machine;
using BootLab.Testing;
using BootLab.Vm.Emission;
using BootLab.Vm.Judging;
using BootLab.Vm.Qemu;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What is emitted, in the hands of those it is for: SeaBIOS and a real Linux kernel.</summary>
public sealed class EmittedTableTests(Guests guests)
{
    private const string Mark = "0123456789abcdef";

    [Theory]
    [InlineData(QemuMachineType.Pc)]
    [InlineData(QemuMachineType.Q35)]
    public async Task A_machine_without_acpi_of_its_own_boots_by_ours(QemuMachineType type)
    {
        var report = await BootAsync("two.bin", "fw-cfg", (arguments, folder) =>
        {
            arguments.Add("-netdev", "user,id=n0", "-device", $"e1000,netdev=n0,bus={(type == QemuMachineType.Q35 ? "pcie.0" : "pci.0")},addr=5,mac=52:54:00:00:08:40,romfile=");
        }, type);

        Assert.Equal("APIC data DSDT dynamic FACP FACS iBFT", string.Join(' ', Names(report)));
        Assert.Equal(File.ReadAllBytes(Repository.Fixture("handmade", "two.bin")), Convert.FromBase64String(string.Concat(report["table"])));
        Assert.Contains("./ethernet1/mac:52:54:00:00:08:41", report["ibft"]);
        Assert.Contains(report["pci"], line => line.StartsWith("0000:00:05.0 0x020000 0x8086 0x100e e1000 eth0 52:54:00:00:08:40", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_checksum_arrives_wrong()
    {
        var report = await BootAsync("badck.bin", "fw-cfg", (_, _) => { }, QemuMachineType.Pc);
        Assert.Contains(report["messages"], line => line.Contains("iBFT has incorrect checksum (0x1)!", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_archive_in_front_of_the_initrd_adds_the_table()
    {
        var report = await BootAsync("two.bin", "initrd", (_, _) => { }, QemuMachineType.Pc);
        Assert.Contains("IBFT", Names(report));
        Assert.Contains("./ethernet1/mac:52:54:00:00:08:41", report["ibft"]);
    }

    private static IEnumerable<string> Names(GuestReport report) =>
        report["acpi"].SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Boots a guest with what is emitted and gives its report.</summary>
    private async Task<GuestReport> BootAsync(string table, string kind, Action<QemuArguments, RunFolder> more, QemuMachineType type)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Guests.Options.BootLimit);
        await using var guest = await QemuGuest.StartAsync(
            folder =>
            {
                var emitted = EmissionKind.All.Single(one => one.Name == kind).Emit(
                    new EmissionRequest(File.ReadAllBytes(Repository.Fixture("handmade", table)), folder.PathTo("e")) { Machine = new MachineSpec { Qemu = new QemuMachineSpec(type) } });
                foreach (var file in emitted.Files)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file.Name)!);
                    File.WriteAllBytes(file.Name, file.Content);
                }

                var initrd = guests.Pieces.ReportingSystem;
                string[] words = emitted.Text?.Split() ?? [];
                if (kind == "initrd")
                {
                    initrd = folder.PathTo("initrd");
                    File.WriteAllBytes(initrd, [.. emitted.Files[0].Content, .. File.ReadAllBytes(guests.Pieces.ReportingSystem)]);
                }

                var arguments = QemuArguments.Machine(words is ["-M", var machine, ..] ? machine : "pc")
                    .Linux(guests.Pieces.Kernel, initrd, $"bootlab.mark={Mark}", "bootlab.report=ibft,acpi,pci")
                    .Add(words.SkipWhile(word => !word.StartsWith("-fw_cfg", StringComparison.Ordinal)).Where(word => word.Length > 0));
                more(arguments, folder);
                return arguments;
            },
            limit.Token);
        var report = await GuestReport.ReadAsync(guest.Report, Mark, limit.Token);
        Assert.True(report is not null, string.Join('\n', guest.Console.Last) + guest.QemuOutput);
        return report;
    }
}
