using System.CommandLine;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Images;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab image inspect</c>: whether the Windows on a disk is ready to boot from iSCSI, and what stops it.</summary>
internal sealed class ImageInspectCommand
{
    private readonly CommandIo _io;
    private readonly Argument<string> _image = new("IMAGE") { Description = DiskSource.Argument };
    private readonly Option<string?> _os = new("--os") { Description = $"Whose rules hold, instead of those of the build on the disk: {string.Join(", ", WindowsRelease.All.Select(release => release.Id))}." };
    private readonly SurroundingsOptions _known = new("The lab whose machine boots the disk.", "A machine file: the sections machine, networks, targets and os of a lab.");
    private readonly Option<string?> _table = new("--table") { Description = $"The table of the boot, which names the boot NIC. {TableSource.Description}" };
    private readonly TableSource _reader = new(numberOption: "--number");
    private readonly Option<string> _controlSet = new("--control-set") { Description = "Which control set: current (of the last run) or default (of the next boot).", DefaultValueFactory = _ => "current" };
    private readonly Option<string?> _initiator = new("--initiator") { Description = "The initiator name for iscsi://; that of the table when left out." };
    private readonly Option<string> _format = Formats.Option(Formats.Text, Formats.Json, Formats.Html);

    private ImageInspectCommand(CommandIo io) => _io = io;

    public static Command Make(CommandIo io) => new ImageInspectCommand(io).Make();

    private Command Make()
    {
        _controlSet.AcceptOnlyFromAmong("current", "default");
        var command = new Command("inspect", "Says whether the Windows on a disk is ready to boot from iSCSI: through which NIC, what stops it, what to change. Nothing is written.") { _image, _os, _table, _controlSet, _initiator, _format };
        _known.AddTo(command);
        _reader.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken stop)
    {
        var release = result.GetValue(_os) is { } os ? Release(os) : null;
        var known = _known.Read(result);
        var table = await TableAsync(result, stop);
        var options = new ChecklistOptions
        {
            Release = release,
            Hotfixes = known.Os?.Hotfixes ?? [],
            ControlSet = result.GetValue(_controlSet) == "default" ? "Default" : "Current",
            Table = table,
            Machine = known.Context.Machine,
        };
        var report = await ReportAsync(() => Inspect(result.GetRequiredValue(_image), result.GetValue(_initiator) ?? table?.Initiator?.Name.ToString(), options), stop);
        switch (result.GetValue(_format))
        {
            case Formats.Json:
                _io.Output.Write(ImageJson.Document(report));
                break;
            case Formats.Html:
                _io.Output.Write(ImagePage.Make(report));
                break;
            default:
                ImageText.Write(_io.Output, _io.OutputScreen, report);
                break;
        }

        return report.IsWrong ? ExitCode.Findings : ExitCode.Fine;
    }

    // Disks are read by calls that wait, and a slow one may take long: after Ctrl-C they are left alone.
    private static async Task<ImageReport> ReportAsync(Func<ImageReport> inspect, CancellationToken stop)
    {
        try
        {
            return await Task.Run(inspect, stop).WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal("interrupted before the disk was read");
        }
    }

    private static ImageReport Inspect(string disk, string? initiator, ChecklistOptions options)
    {
        using var source = DiskSource.Open(disk, initiator);
        var image = WindowsImage.Read(source.Disk, Way(options.Machine), source.BlockSize);
        return new ImageReport(source.Name, source.Description, source.Disk.Length, image, HiveChecklist.Of(image, options));
    }

    private async Task<IbftTable?> TableAsync(ParseResult result, CancellationToken stop)
    {
        if (result.GetValue(_table) is not { } source)
        {
            return null;
        }

        var (found, _) = await _reader.ReadOneAsync(_io, source, result, stop);
        _reader.CheckIsTable(source, found, result);
        return IbftReader.ReadLenient(found.Bytes.Span).Table;
    }

    // A disk is read as the machine that boots it does; where none is named, as it was made to be.
    private static BootWay? Way(MachineSpec? machine) => machine is null ? null : machine.Firmware == FirmwareKind.Uefi ? BootWay.Uefi : BootWay.Bios;

    private static WindowsRelease Release(string text) => WindowsRelease.TryParse(text, out var release, out var error) ? release : throw CommandFailure.Usage($"--os: {error}");
}
