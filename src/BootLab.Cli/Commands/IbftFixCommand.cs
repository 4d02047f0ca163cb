using System.CommandLine;
using BootLab.Ibft.Layouts;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Report.Mending;
using BootLab.Rules;
using BootLab.Rules.Mending;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft fix</c>: makes a good table of a bad one.</summary>
internal static class IbftFixCommand
{
    private static readonly IReadOnlyList<TableLayout> s_layouts = [TableLayouts.BootLab, TableLayouts.Ipxe2017, TableLayouts.Edk2, TableLayouts.IbftPl];

    public static Command Make(CommandIo io)
    {
        var file = new Argument<string>("SOURCE") { Description = TableSource.Description };
        var reader = new TableSource();
        var profiles = new Option<string[]>("--for") { Description = $"Who is to read the table: {string.Join(", ", Profile.All.Select(profile => profile.Name))}; may be given several times.", DefaultValueFactory = _ => [Profile.Everything.Name] };
        profiles.AcceptOnlyFromAmong([.. Profile.All.Select(profile => profile.Name)]);
        var lab = new Option<string?>("--lab") { Description = "The machine of this lab: NICs that the table does not list are added." };
        var bootNic = new Option<string?>("--boot-nic") { Description = "The NIC to list first: by its number in the table, MAC address, PCI address, or the lab's name for it." };
        var sort = new Option<string?>("--sort") { Description = "pci: list the NICs in ascending PCI order." };
        sort.AcceptOnlyFromAmong("pci");
        var layout = new Option<string>("--layout") { Description = $"Where structures and strings go: as {string.Join(", ", s_layouts.Select(one => one.Name))}.", DefaultValueFactory = _ => TableLayouts.BootLab.Name };
        layout.AcceptOnlyFromAmong([.. s_layouts.Select(one => one.Name)]);
        var limit = new Option<int?>("--limit") { Description = "The most bytes that the table may have, such as 768 for iPXE's buffer." };
        var output = new Option<string>("--out", "-o") { Description = "The file to write.", Required = true };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("fix", "Mends a table: order, index bytes, associations, alignment, strings, checksum. Never touches its source.") { file, profiles, lab, bootNic, sort, layout, limit, output, format };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var machine = result.GetValue(lab) is { } name ? MachineOf(name) : null;
            var chosen = result.GetValue(profiles)!.Select(one => Profile.Find(one)!).ToList();
            var source = result.GetRequiredValue(file);
            var (table, _) = await reader.ReadOneAsync(io, source, result, stop);
            var mended = Mend(source, table.Bytes.Span, new MendOptions
            {
                For = chosen.Aggregate(Consumers.None, (all, profile) => all | profile.Consumers),
                Machine = machine,
                PciOrder = result.GetValue(sort) is not null,
                BootNic = result.GetValue(bootNic),
                Layout = s_layouts.First(one => one.Name == result.GetValue(layout)),
                Limit = result.GetValue(limit),
            });
            var path = result.GetRequiredValue(output);
            FreshFile.Write(path, mended.Bytes);
            io.Error.WriteLine($"bootlab: wrote {path}, {mended.Bytes.Length} bytes");
            var findings = new Linter(chosen).Check(mended.Bytes, new RuleContext { Machine = machine });
            return Show(io, mended, findings, result.GetValue(format)!);
        });
        return command;
    }

    private static MachineSpec MachineOf(string lab)
    {
        var loaded = LabSource.Load(lab);
        return LabRunner.Variants(loaded).First().Machine;
    }

    private static MendedTable Mend(string source, ReadOnlySpan<byte> table, MendOptions options)
    {
        try
        {
            return TableMender.Mend(table, options);
        }
        catch (MendException impossible)
        {
            throw CommandFailure.Fatal($"{source}: {impossible.Message}");
        }
    }

    private static int Show(CommandIo io, MendedTable mended, IReadOnlyList<LintFinding> findings, string format)
    {
        if (format == Formats.Json)
        {
            io.Output.Write(MendedJson.Document(mended, findings));
        }
        else
        {
            MendedText.Write(io.Output, io.OutputScreen, mended, findings);
        }

        return findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Findings : ExitCode.Fine;
    }
}
