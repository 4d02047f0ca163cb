using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO.Compression;
using System.Text.RegularExpressions;
using BootLab.Labs.Images;
using BootLab.Machine;
using BootLab.Vm.Images;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab image create</c>: a small synthetic disk with Windows on it.</summary>
internal static partial class ImageCreateCommand
{
    public static Command Make(CommandIo io)
    {
        var kind = new Option<string>("--kind") { Description = $"What it is to be: {string.Join(", ", ImageFile.Kinds)}.", HelpName = "KIND" };
        kind.AcceptOnlyFromAmong([.. ImageFile.Kinds]);
        var spec = new Option<string>("--spec") { Description = "A description in YAML, which may be laid over a kind.", HelpName = "FILE" };
        var firmware = new Option<FirmwareKind?>("--firmware") { Description = "bios or uefi, when not as the description says.", HelpName = "FIRMWARE" };
        var nics = new Option<ImageNic[]>("--nic")
        {
            Description = "A NIC that this Windows has met, such as 08:04.0 or 08:04.0,8086:10d3,e1iexpress: place, vendor and device, service. Once for each, the one that it was installed through first.",
            HelpName = "NIC",
            CustomParser = ParseNics,
        };
        var show = new Option<bool>("--show-spec") { Description = "Prints the whole description as YAML, and makes nothing." };
        var output = new Option<string>("--output", "-o") { Description = "The image to write; a name that ends in .gz is packed.", HelpName = "IMAGE" };
        var command = new Command("create", "Makes a small synthetic disk with Windows on it, of names and numbers alone: real partitions, NTFS, registry and boot configuration, and no program. Needs ntfs-3g, wimtools, and mtools for UEFI.")
        {
            kind, spec, firmware, nics, show, output,
        };
        command.SetAction((result, stop) =>
        {
            var image = (result.GetValue(kind), result.GetValue(spec)) switch
            {
                ({ } name, null) => ImageFile.OfKind(name),
                (null, { } path) => LabSource.Guard(() => ImageFile.Load(path)),
                _ => throw CommandFailure.Usage("found neither or both of --kind and --spec, expected one of them"),
            };
            image = result.GetValue(firmware) is { } other ? image.With(other) : image;
            image = result.GetValue(nics) is { Length: > 0 } met ? image.With(met) : image;
            if (result.GetValue(show))
            {
                io.Output.Write(image.ToYaml());
                return Task.FromResult(ExitCode.Fine);
            }

            return CreateAsync(image, result.GetValue(output) ?? throw CommandFailure.Usage("found no -o, expected -o IMAGE"), stop);
        });
        return command;
    }

    private static async Task<int> CreateAsync(ImageFile image, string path, CancellationToken stop)
    {
        var spec = LabSource.Guard(image.Read);
        var disk = await WindowsImageMaker.MakeAsync(spec, stop);
        FreshFile.Write(path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Packed(disk) : disk);
        return ExitCode.Fine;
    }

    private static byte[] Packed(byte[] disk)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            stream.Write(disk);
        }

        return packed.ToArray();
    }

    private static ImageNic[]? ParseNics(ArgumentResult result)
    {
        var nics = new List<ImageNic>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var parts = NicPattern().Match(text);
            if (!parts.Success || !PciAddress.TryParse(parts.Groups["pci"].Value, out var pci))
            {
                result.AddError($"found the NIC '{text}', expected its place such as 08:04.0, and behind commas vendor and device such as 8086:100e, and the service of its driver");
                return null;
            }

            nics.Add(new ImageNic(pci, Of("ids"), Of("service")));

            string? Of(string name) => parts.Groups[name] is { Success: true, Value: var value } ? value : null;
        }

        return [.. nics];
    }

    [GeneratedRegex(@"^(?<pci>[0-9a-fA-F:.]+)(,(?<ids>[0-9a-fA-F]{4}:[0-9a-fA-F]{4})(,(?<service>[^,]+))?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NicPattern();
}
