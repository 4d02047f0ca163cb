using BootLab.Disk;
using BootLab.Disk.Images;
using BootLab.Iscsi.Initiator;

namespace BootLab.Cli.Commands;

/// <summary>A disk that a command is given: an image file of any format, or a unit of a live target, read and never written.</summary>
/// <param name="Name">What to call it; without any secret.</param>
/// <param name="Disk">Its bytes.</param>
/// <param name="Through">How they are read.</param>
/// <param name="BlockSize">Bytes of a logical block.</param>
internal sealed record ImageSource(string Name, Stream Disk, string Through, int BlockSize) : IDisposable
{
    /// <summary>What the argument of every such command says.</summary>
    public const string Description = "The disk: an image file (raw, gzip, fixed VHD; other formats through qemu-nbd), or iscsi://[user[%secret]@]host[:port]/target/lun for what a boot ROM would read.";

    private const string Iscsi = "iscsi://";
    private const int FileBlockSize = 512;

    /// <summary>Opens a disk.</summary>
    /// <param name="source">A path or a URL.</param>
    /// <param name="initiatorName">The name to log in with; null for one of BootLab's own.</param>
    /// <exception cref="CommandFailure">It is no such disk.</exception>
    public static ImageSource Open(string source, string? initiatorName)
    {
        try
        {
            if (source.StartsWith(Iscsi, StringComparison.OrdinalIgnoreCase))
            {
                var unit = IscsiDisk.Open(source, initiatorName);
                return new ImageSource(IscsiUrl.Parse(source).ToString(), unit, "through an iSCSI session", unit.Capacity.BlockSize);
            }

            var image = DiskImage.Open(source);
            return new ImageSource(source, image, $"{image.Format.ToString().ToLowerInvariant()}, {image.Through}", FileBlockSize);
        }
        catch (MissingProgramException missing)
        {
            throw CommandFailure.HostLacks($"{source}: {missing.Message}");
        }
        catch (DiskFormatException wrong)
        {
            throw CommandFailure.Fatal($"{source}: {wrong.Message}");
        }
        catch (FormatException wrong)
        {
            throw CommandFailure.Usage(wrong.Message);
        }
    }

    public void Dispose() => Disk.Dispose();
}
