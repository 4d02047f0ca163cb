using System.CommandLine;
using BootLab.Ibft.Layouts;
using BootLab.Report.Mending;
using BootLab.Report.Terminal;
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
        var surroundings = new SurroundingsOptions("The machine of this lab: NICs that the table does not list are added.", "The same by a machine file: the sections machine, networks, targets and os of a lab.");
        var bootNic = new Option<string?>("--boot-nic") { Description = "The NIC to list first: by its number in the table, MAC address, PCI address, or the name that the lab or machine file has for it." };
        var sort = new Option<string?>("--sort") { Description = "pci: list the NICs in ascending PCI order." };
        sort.AcceptOnlyFromAmong("pci");
        var layout = new Option<string>("--layout") { Description = $"Where structures and strings go: as {string.Join(", ", s_layouts.Select(one => one.Name))}.", DefaultValueFactory = _ => TableLayouts.BootLab.Name };
        layout.AcceptOnlyFromAmong([.. s_layouts.Select(one => one.Name)]);
        var limit = new Option<int?>("--limit") { Description = "The most bytes that the table may have, such as 768 for iPXE's buffer." };
        var output = new Option<string>("--out", "-o") { Description = "The file to write; - for standard output, and then all else goes to standard error.", Required = true };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("fix", "Mends a table: order, index bytes, associations, alignment, strings, checksum. Never touches its source.") { file, profiles, bootNic, sort, layout, limit, output, format };
        surroundings.AddTo(command);
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var known = surroundings.Read(result).Context;
            var chosen = result.GetValue(profiles)!.Select(one => Profile.Find(one)!).ToList();
            var (source, path) = (result.GetRequiredValue(file), result.GetRequiredValue(output));
            if (FreshFile.IsSame(source, path))
            {
                throw CommandFailure.Usage($"--out: found the source itself, expected another file: {path} is never touched");
            }

            var (table, _) = await reader.ReadOneAsync(io, source, result, stop);
            reader.CheckIsTable(source, table, result);
            var mended = Mend(source, table.Bytes.Span, new MendOptions
            {
                For = chosen.Aggregate(Consumers.None, (all, profile) => all | profile.Consumers),
                Machine = known.Machine,
                PciOrder = result.GetValue(sort) is not null,
                BootNic = result.GetValue(bootNic),
                Layout = s_layouts.First(one => one.Name == result.GetValue(layout)),
                Limit = result.GetValue(limit),
            });
            var findings = new Linter(chosen).Check(mended.Bytes, known);
            if (path == FreshFile.StandardOutput)
            {
                FreshFile.WriteOut(io, mended.Bytes);
                return Show(io.Error, io.ErrorScreen, mended, findings, result.GetValue(format)!);
            }

            FreshFile.Write(path, mended.Bytes, ownerOnly: true);
            io.Error.WriteLine($"bootlab: wrote {path}, {mended.Bytes.Length} bytes");
            return Show(io.Output, io.OutputScreen, mended, findings, result.GetValue(format)!);
        });
        return command;
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

    private static int Show(TextWriter output, Screen screen, MendedTable mended, IReadOnlyList<LintFinding> findings, string format)
    {
        if (format == Formats.Json)
        {
            output.Write(MendedJson.Document(mended, findings));
        }
        else
        {
            MendedText.Write(output, screen, mended, findings);
        }

        return findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Findings : ExitCode.Fine;
    }
}
