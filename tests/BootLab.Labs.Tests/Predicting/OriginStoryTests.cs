using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Rom;
using BootLab.Rules;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Predicting;

/// <summary>
/// The story of serverfault 477708, step by step, from its server at the start: what its rules say of each step as law, and what the profile that weighs all evidence says beside.
/// Each step boots; nothing is handed from one to the next but the record of the installation.
/// </summary>
public sealed class OriginStoryTests
{
    private static readonly LabFile s_start = LabLoader.Load(Repository.PathTo("labs", "second-nic-dead"));

    /// <summary>The producer that can list every NIC.</summary>
    private static readonly RomSpec s_patched = s_start.Beside.Single(variant => variant.Name == "bootlab").Rom;

    // Windows was installed through the SAN's port, which was the only NIC in the table.
    private static readonly InstallRecord s_installed = Install(s_start);

    [Fact]
    public void One_nic_in_the_table_and_the_other_shows_code_31()
    {
        var (windows, report) = Boot(s_start);

        Is(report, WindowsOutcome.BootsDegraded, "OQ-1", isReported: true, Evidence.SingleReport);
        Assert.Equal([("08:04.0 (lan)", "code-31")], report.Degradations.Select(degradation => (degradation.Nic, degradation.Kind)));
        Assert.Equal(WindowsOutcome.Boots, report.Change!.Outcome);
        Is(windows, WindowsOutcome.BootsDegraded, "N-2", isReported: true, Evidence.Vendor);
        Assert.Equal([("08:04.0 (lan)", "code-31")], windows.Degradations.Select(degradation => (degradation.Nic, degradation.Kind)));
    }

    [Fact]
    public void The_lan_nic_added_behind_the_san_is_not_in_pci_order()
    {
        var (windows, report) = Boot(s_start with { Rom = s_patched with { NicOrder = NicOrder.BootFirst } });

        Is(report, WindowsOutcome.Fails, "OQ-2", isReported: false, Evidence.SingleReport);
        Assert.Equal(["how it fails is not reported: a crash and a reboot are assumed"], report.Assumptions.Select(fact => fact.Text));
        Is(windows, WindowsOutcome.BootsDegraded, "N-2", isReported: true, Evidence.Vendor);
    }

    [Fact]
    public void Sorted_the_first_nic_is_neither_on_the_san_nor_the_one_of_the_installation()
    {
        var sorted = s_start with { Rom = s_patched with { NicOrder = NicOrder.Pci } };

        var (windows, report) = Boot(sorted);
        var run = Run(sorted, s_installed);
        var (_, withoutRecord) = Boot(sorted, installed: null);

        Is(report, WindowsOutcome.CrashAndReboot, "OQ-4", isReported: true, Evidence.SingleReport);
        Assert.Equal(["OQ-3", "OQ-4"], run.Answer!.Verdicts.Where(verdict => verdict.State == VerdictState.Violated).Select(verdict => verdict.Rule.Id));
        Is(withoutRecord, WindowsOutcome.Fails, "OQ-3", isReported: false, Evidence.SingleReport);
        Is(windows, WindowsOutcome.BootsDegraded, "N-2", isReported: true, Evidence.Vendor);
    }

    [Fact]
    public void With_the_cables_swapped_the_first_nic_is_another_one_than_at_the_installation()
    {
        var (windows, report) = Boot(Swapped);

        Is(report, WindowsOutcome.CrashAndReboot, "OQ-4", isReported: true, Evidence.SingleReport);
        Assert.Equal(("install Windows again through 08:04.0", WindowsOutcome.Boots), (report.Change!.Text, report.Change.Outcome));
        Is(windows, WindowsOutcome.CrashAndReboot, "D-ID-3", isReported: true, Evidence.SingleReport);
        Assert.Equal((0x7bu, WindowsStage.Ndis), (windows.Code, windows.Stage));
    }

    [Fact]
    public void Installed_again_it_boots_with_both()
    {
        var (windows, report) = Boot(Swapped, Install(Swapped));

        Is(report, WindowsOutcome.Boots, deciding: null, isReported: true, Evidence.SingleReport);
        Assert.Empty(report.Degradations);
        Is(windows, WindowsOutcome.Boots, deciding: null, isReported: false, Evidence.Inferred);
        Assert.Empty(windows.Degradations);
    }

    /// <summary>The SAN's cable in 08:04.0, the LAN's in 08:04.1, and every NIC listed in PCI order.</summary>
    private static LabFile Swapped
    {
        get
        {
            var (lan, san) = (s_start.Machine.Nics[0], s_start.Machine.Nics[1]);
            return s_start with
            {
                Machine = s_start.Machine with { Nics = [lan with { Name = san.Name, Network = san.Network }, san with { Name = lan.Name, Network = lan.Network }] },
                Rom = s_patched with { NicOrder = NicOrder.Pci },
            };
        }
    }

    private static InstallRecord Install(LabFile lab) => Run(Installation.Medium(lab)).Installed!;

    private static (WindowsPrediction Windows, WindowsPrediction Report) Boot(LabFile lab) => Boot(lab, s_installed);

    private static (WindowsPrediction Windows, WindowsPrediction Report) Boot(LabFile lab, InstallRecord? installed) =>
        Run(lab, installed).Predictions is [var windows, var report] ? (windows, report) : throw new InvalidOperationException("expected two profiles");

    private static BootRun Run(LabFile lab, InstallRecord? installed) => Run(lab with { Os = lab.Os! with { Installed = installed } });

    private static BootRun Run(LabFile lab) => LabRunner.RunOne(lab, LabRunner.Variants(lab).First());

    private static void Is(WindowsPrediction found, WindowsOutcome outcome, string? deciding, bool isReported, Evidence confidence) =>
        Assert.Equal((outcome, deciding, isReported, confidence), (found.Outcome, found.Decisive?.Id, found.IsReported, found.Confidence));
}
