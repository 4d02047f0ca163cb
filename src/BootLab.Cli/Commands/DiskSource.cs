using BootLab.Disk;
using BootLab.Disk.Images;
using BootLab.Disk.Partitions;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;

namespace BootLab.Cli.Commands;

/// <summary>The disk that a command is given: an image of any format, or a LUN of a live target, which is what a boot ROM would read.</summary>
internal sealed class DiskSource : IDisposable
{
    private const string Scheme = "iscsi://";
    private const int SmallestBlock = 512;

    /// <summary>What the argument of a command says.</summary>
    public const string Argument = "The disk: an image of any format (raw, gzip and fixed VHD directly, others through qemu-nbd), or iscsi://[user[%secret]@]host[:port]/target/lun, as a boot ROM would read it.";

    private DiskSource(Stream disk, int blockSize, string name, string description) => (Disk, BlockSize, Name, Description) = (disk, blockSize, name, description);

    /// <summary>What to call it: the file, or the URL without any secret.</summary>
    public string Name { get; }

    /// <summary>The disk; it can seek and is only read.</summary>
    public Stream Disk { get; }

    /// <summary>Bytes of a logical block.</summary>
    public int BlockSize { get; }

    /// <summary>What it is and how it is read: <c>qcow2 image, read through qemu-nbd</c>.</summary>
    public string Description { get; }

    /// <summary>Opens a disk.</summary>
    /// <param name="source">A file, or <c>iscsi://[user[%secret]@]host[:port]/target/lun</c>.</param>
    /// <param name="initiatorName">The name to log in with; null for the initiator's own.</param>
    /// <exception cref="CommandFailure">The URL is none, or the image is malformed.</exception>
    /// <exception cref="IOException">There is no session, or the file cannot be read.</exception>
    /// <exception cref="MissingProgramException">It takes a program to read the image that is not installed.</exception>
    public static DiskSource Open(string source, string? initiatorName = null) => IsUnit(source) ? OpenUnit(source, initiatorName) : OpenImage(source);

    /// <summary>Whether it is a LUN of a live target.</summary>
    public static bool IsUnit(string source) => source.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    public void Dispose() => Disk.Dispose();

    private static DiskSource OpenImage(string path)
    {
        try
        {
            var image = DiskImage.Open(path);
            if (image.Length >= SmallestBlock)
            {
                return new DiskSource(image, GuidPartitionTable.GuessBlockSize(image), path, $"{ImageFormats.Name(image.Format)} image, read {image.Through}");
            }

            image.Dispose();
            throw CommandFailure.Fatal($"{path}: found {image.Length} bytes, expected a disk image, which has a sector of {SmallestBlock} at least");
        }
        catch (DiskFormatException wrong)
        {
            throw CommandFailure.Fatal($"{path}: {wrong.Message}");
        }
    }

    private static DiskSource OpenUnit(string text, string? initiatorName)
    {
        // The text itself is not repeated: it may hold a secret.
        if (!IscsiUrl.TryParse(text, out var url, out var error) || url!.TargetName is null)
        {
            throw CommandFailure.Usage($"the disk: {error ?? $"{url} names no unit, expected iscsi://host[:port]/target/lun"}");
        }

        try
        {
            var unit = IscsiDisk.Open(text, initiatorName);
            return new DiskSource(unit, unit.Capacity.BlockSize, $"{url}", "LUN, read through BootLab's initiator");
        }
        catch (ScsiException refused)
        {
            throw CommandFailure.Fatal(refused.Result.Sense is { } sense && sense.Code == SenseData.LogicalUnitNotSupported.Code
                ? $"{url}: the target has no such unit, expected one that it serves"
                : $"{url}: {refused.Message}");
        }
    }
}
