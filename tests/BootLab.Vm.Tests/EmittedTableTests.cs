using BootLab.Labs.Files;
using BootLab.Labs.Running;
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

    [Theory]
    [InlineData("lowmem")]
    [InlineData("acpi")]
    public async Task The_arguments_bring_the_table_to_the_kernel(string kind)
    {
        var report = await BootAsync("two.bin", kind, (_, _) => { }, QemuMachineType.Pc);
        Assert.Contains("./ethernet1/mac:52:54:00:00:08:41", report["ibft"]);
        Assert.Equal(kind == "acpi", Names(report).Contains("iBFT"));
    }

    [Theory]
    [InlineData("bootlab", "vmlinux")]
    [InlineData("EDK2", "vmlinuz")]
    public void The_whole_command_line_boots_and_the_table_fits_the_machine(string producer, string kernel)
    {
        var pieces = guests.Pieces;
        if (producer == "EDK2" && !File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd"))
        {
            Requires.Missing("there is no UEFI firmware: apt-get install ovmf");
        }

        using var folder = new TemporaryFolder();
        var run = LabRunner.Run(LabLoader.Load(Repository.PathTo("labs", "second-nic-dead")), producer, capture: false).Outcomes[0].Run;
        var emitted = Emit("qemu", run.Table!.Bytes, folder.PathTo("ibft.bin"), run.Machine);

        var line = $"{emitted.Text!.TrimEnd()} -kernel {Path.Combine(pieces.Folder, kernel)} -initrd {pieces.ReportingSystem} -serial file:{folder.PathTo("report")} "
            + $"-append 'console=ttyS0 quiet panic=-1 bootlab.mark={Mark} bootlab.report=ibft,pci'";
        var ended = PeerProcess.Run("/bin/sh", ["-c", line + " </dev/null"]);

        var report = File.ReadAllLines(folder.PathTo("report"));
        Assert.True(ended.ExitCode == 0 && report.Length > 0, ended.Output + ended.Error);
        foreach (var nic in run.Content!.Nics)
        {
            Assert.Contains(report, entry => entry.StartsWith($"./ethernet{nic.Index}/device -> ", StringComparison.Ordinal) && entry.EndsWith($"/0000:{PciAddress.FromBdf(nic.PciBdf)}", StringComparison.Ordinal));
        }

        Assert.All(run.Machine.Nics, nic => Assert.Contains(report, entry => entry.StartsWith($"0000:{nic.Pci} 0x020000 ", StringComparison.Ordinal) && entry.EndsWith(MacText.Format(nic.Mac), StringComparison.Ordinal)));
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
                var emitted = Emit(kind, File.ReadAllBytes(Repository.Fixture("handmade", table)), folder.PathTo("e"), new MachineSpec { Qemu = new QemuMachineSpec(type) });
                var initrd = guests.Pieces.ReportingSystem;
                string[] words = emitted.Text?.TrimEnd().Split(' ') ?? [];
                if (kind == "initrd")
                {
                    initrd = folder.PathTo("initrd");
                    File.WriteAllBytes(initrd, [.. emitted.Files[0].Content, .. File.ReadAllBytes(guests.Pieces.ReportingSystem)]);
                }

                var (machine, rest) = words is ["-M", var own, .. var others] ? (own, others) : ("pc", words);
                var arguments = QemuArguments.Machine(machine)
                    .Linux(guests.Pieces.Kernel, initrd, $"bootlab.mark={Mark}", "bootlab.report=ibft,acpi,pci")
                    .Add(rest);
                more(arguments, folder);
                return arguments;
            },
            limit.Token);
        var report = await GuestReport.ReadAsync(guest.Report, Mark, limit.Token);
        Assert.True(report is not null, string.Join('\n', guest.Console.Last) + guest.QemuOutput);
        return report;
    }

    /// <summary>Emits and writes the files.</summary>
    private static Emitted Emit(string kind, byte[] table, string path, MachineSpec machine)
    {
        var emitted = EmissionKind.All.Single(one => one.Name == kind).Emit(new EmissionRequest(table, path) { Machine = machine });
        foreach (var file in emitted.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Name)!);
            File.WriteAllBytes(file.Name, file.Content);
        }

        return emitted;
    }
}
