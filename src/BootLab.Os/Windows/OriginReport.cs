using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows;

/// <summary>Where the report that the rules OQ-1 to OQ-7 stem from says otherwise than the model, and what speaks against it.</summary>
internal static class OriginReport
{
    private const string Report = "SF";

    /// <summary>What it says of a boot that the model has come up.</summary>
    public static IReadOnlyList<Statement> Against(BootRun run)
    {
        var statements = new List<Statement>();
        if (run.End is not null || run.Situation.IsSetup || run.Table is not { } table || run.Paths.Count == 0)
        {
            return statements;
        }

        var nics = table.Nics.Where(nic => nic.IsValid).ToList();
        var pairs = nics.Zip(nics.Skip(1)).ToList();
        Add(pairs.Exists(pair => pair.Second.PciBdf < pair.First.PciBdf),
            "the NICs are not listed in PCI order: one report has Windows Server 2012 fail then (OQ-2)",
            new Statement("EDK2 lists the NIC of the booted target first, whatever its PCI address, and boots Windows", Evidence.Source, "EDK2-IBFT"));
        Add(pairs.Exists(pair => pair.Second.Offset < pair.First.Offset),
            "the NICs lie in memory in another order than control names them: one report has Windows Server 2012 fail then (OQ-5)");
        Add(nics.Where((nic, number) => nic.Index != number).Any(),
            "an index byte is not the NIC's number from 0: one report has Windows Server 2012 fail then (OQ-6)");
        Add(run.Paths[0].Nic.Entry != nics[0],
            "the boot target is behind another NIC than the first of the table: one report has Windows Server 2012 fail then (OQ-3)",
            new Statement("iPXE lists NICs in the order of a bus scan, so that the boot target's can be the second", Evidence.Observed, "IPXE-36A4C85"));
        Add(run.Situation.Installed is { } installed && (!installed.FirstNic.Mac.Equals(nics[0].MacAddress) || installed.FirstNic.Pci.Bdf != nics[0].PciBdf),
            "the first NIC of the table is another than at the installation: one report has Windows Server 2012 crash then (OQ-4)",
            new Statement("what counts is the device by which Windows boots, and the filters bound to it, not its place in the table", Evidence.Vendor, "KB976042", "KB2507616"));
        Add(run.Situation.Machine is { } machine && machine.Nics.Any(nic => !nics.Exists(entry => entry.MacAddress.Equals(nic.Mac))) && !run.Degradations.Any(degradation => degradation.Kind == "code-31"),
            "a NIC of the machine is not in the table: one report has it show Code 31 (OQ-1)",
            new Statement("Code 31 is a bug of Setup of Windows Server 2012 with NICs of one model, which a fix cures", Evidence.Vendor, "KB-2012-NIC"));
        return statements;

        void Add(bool isSo, string text, Statement? against = null)
        {
            if (isSo)
            {
                statements.Add(new Statement(text, Evidence.SingleReport, Report));
                statements.AddRange(against is null ? [] : [against]);
            }
        }
    }
}
