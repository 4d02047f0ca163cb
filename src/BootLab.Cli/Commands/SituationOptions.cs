using System.CommandLine;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Os.Windows;

namespace BootLab.Cli.Commands;

/// <summary>How <c>predict</c> is told of a boot: by a lab, whose boot is run, or by a table with what is known besides; an image, an install record and more go before what these say.</summary>
internal sealed class SituationOptions
{
    private readonly SurroundingsOptions _surroundings = new(
        "The machine, networks, targets and Windows of this lab; without --table its boot too, which is run.",
        "A file with machine, networks, targets and os, as in a lab (bootlab schema machine).");

    private readonly Option<string?> _os = new("--os") { Description = $"The version of Windows: {Versions}; that of the image, the lab or the install record when left out." };
    private readonly Option<string?> _table = new("--table") { Description = TableSource.Description };
    private readonly TableSource _reader = new(numberOption: "--number");
    private readonly SourceMemory _memory = new();
    private readonly Option<string?> _producer = new("--producer") { Description = "This one of the lab's boot programs; its main one when left out." };
    private readonly Option<string?> _installed = new("--installed") { Description = "The record of the installation in this file, instead of the lab's (bootlab run --install writes one)." };
    private readonly Option<string?> _image = new("--image") { Description = $"{DiskSource.Argument} In the place of the lab's disk, whose boot reads it; a LUN is judged beside it." };
    private readonly Option<bool> _setup = new("--setup") { Description = "Set-up boots from its medium, to install onto the table's disk." };
    private readonly Option<string[]> _hotfix = new("--hotfix") { Description = $"A fix that is in the image: {string.Join(", ", WindowsHotfix.All.Select(fix => fix.Id))}. Repeatable." };

    /// <summary>The versions of Windows that can be named.</summary>
    public static string Versions => string.Join(", ", WindowsRelease.All.Select(release => release.Id));

    public void AddTo(Command command)
    {
        command.Add(_os);
        _surroundings.AddTo(command);
        command.Add(_table);
        command.Add(_producer);
        command.Add(_installed);
        command.Add(_image);
        command.Add(_setup);
        command.Add(_hotfix);
        _memory.AddTo(command);
        _reader.AddTo(command);
    }

    /// <summary>The lab that is named; null when none is.</summary>
    public LabFile? Lab(ParseResult result) => _surroundings.Lab(result);

    /// <summary>The boot program that is named; null for the lab's main one.</summary>
    public string? ProducerOf(ParseResult result) => result.GetValue(_producer);

    /// <summary>Whether the command line names a version of Windows.</summary>
    public bool NamesVersion(ParseResult result) => result.GetValue(_os) is not null;

    /// <summary>Whether the command line names a table, or a boot that leaves one.</summary>
    public bool NamesTable(ParseResult result) => result.GetValue(_table) is not null || result.GetValue(_producer) is not null;

    /// <summary>What the command line tells of a boot.</summary>
    /// <param name="io">For a table on standard input.</param>
    /// <param name="result">The command line.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="known">The boot, when it is known otherwise; what the command line says besides is laid over it.</param>
    /// <exception cref="CommandFailure">It does not fit together, or something of it cannot be read.</exception>
    public async Task<AskedSituation> ReadAsync(CommandIo io, ParseResult result, CancellationToken stop, AskedSituation? known = null)
    {
        var release = result.GetValue(_os) is { } version ? Release(version) : null;
        var hotfixes = (result.GetValue(_hotfix) ?? []).Select(Hotfix).ToList();
        var asked = known is not null ? known
            : result.GetValue(_table) is { } source ? await OfTableAsync(io, source, result, stop)
            : OfLab(result, stop);
        try
        {
            return asked.With(
                release,
                result.GetValue(_installed) is { } file ? LabSource.Guard(() => InstallRecordFile.Load(file)) : null,
                result.GetValue(_image),
                result.GetValue(_setup),
                hotfixes);
        }
        catch
        {
            asked.Dispose();
            throw;
        }
    }

    private static WindowsRelease Release(string text) => WindowsRelease.TryParse(text, out var release, out var error) ? release : throw CommandFailure.Usage($"--os: {error}");

    private static string Hotfix(string id) => WindowsHotfix.Find(id)?.Id
        ?? throw CommandFailure.Usage($"--hotfix: found '{id}', expected one of {string.Join(", ", WindowsHotfix.All.Select(fix => fix.Id))}");

    private async Task<AskedSituation> OfTableAsync(CommandIo io, string source, ParseResult result, CancellationToken stop)
    {
        if (result.GetValue(_producer) is not null)
        {
            throw CommandFailure.Usage("found --producer and --table, expected one of them: the table is there already");
        }

        var known = _surroundings.Read(result);
        var read = await _reader.ReadOneAsync(io, source, result, stop);
        _reader.CheckIsTable(source, read.Table, result);
        return new AskedSituation(source, IbftReader.ReadLenient(read.Table.Bytes.Span).Table?.Initiator?.Name.ToString(), known.Os, new WindowsSituation
        {
            Release = WindowsRelease.All[0],
            Memory = _memory.Of(source, read, known.Context.Firmware, result),
            Machine = known.Context.Machine,
            Networks = known.Context.Networks,
            Targets = known.Context.Targets,
            Hotfixes = known.Os?.Hotfixes ?? [],
            Installed = known.Os?.Installed,
            IsSetup = known.Os?.IsSetup ?? false,
        });
    }

    private AskedSituation OfLab(ParseResult result, CancellationToken stop)
    {
        if (_surroundings.Lab(result) is not { } lab)
        {
            throw CommandFailure.Usage("found neither --lab nor --table, expected one of them or both");
        }

        if (_memory.IsGiven(result))
        {
            throw CommandFailure.Usage("found --firmware or --delivery without --table, but the boot of a lab leaves its table where it does; leave it out or give --table");
        }

        if (_reader.IsGiven(result))
        {
            throw CommandFailure.Usage("found --as, --at or --number without --table, but the boot of a lab leaves one table; leave it out or give --table");
        }

        if (result.GetValue(_producer) is { } wanted)
        {
            LabSource.CheckProducer(lab, wanted);
        }

        // A boot program reads an image where the lab's disk would be; a LUN stays where it is.
        var image = result.GetValue(_image);
        var isUnit = image is not null && DiskSource.IsUnit(image);
        lab = image is null || isUnit ? lab : LabSource.WithDisk(lab, image);
        var producer = result.GetValue(_producer) ?? LabRunner.Variants(lab).First().Name;
        var run = LabSource.Run(lab, producer, capture: false, live: null, stop).Outcomes[0].Run;
        var images = new LabImages();
        var situation = LabSituation.Of(lab, run, WindowsRelease.All[0], image is null ? images.Of(lab, run) : null);
        return new AskedSituation(
            $"{lab.Name}, {run.Name}",
            run.Content?.Initiator?.Name.ToString(),
            lab.Os,
            isUnit ? situation with { PreBoot = situation.PreBoot! with { Text = $"with the lab's own disk: {situation.PreBoot.Text}" } } : situation,
            open: images);
    }
}
