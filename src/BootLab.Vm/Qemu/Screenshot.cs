using System.Text.Json.Nodes;

namespace BootLab.Vm.Qemu;

/// <summary>What a guest's display showed.</summary>
/// <param name="Content">The picture's file.</param>
/// <param name="Extension">What a file's name ends with: <c>.png</c>, or <c>.ppm</c> of a QEMU that cannot write PNG.</param>
public sealed record Screenshot(byte[] Content, string Extension)
{
    /// <summary>The device that gives a guest a display; without one there is nothing to take.</summary>
    public const string Display = "VGA";

    /// <summary>Takes a picture of the display as it is; null when the guest has none, or QEMU has ended.</summary>
    public static async Task<Screenshot?> TakeAsync(QemuGuest guest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(guest);
        // PNG since QEMU 7.1, and only in one that was built with it.
        foreach (var format in new[] { "png", "ppm" })
        {
            var file = guest.Folder.PathTo($"screen.{format}");
            var request = new JsonObject { ["filename"] = file };
            if (format == "png")
            {
                request["format"] = format;
            }

            try
            {
                await guest.Qmp.ExecuteAsync("screendump", request, cancellation);
                return new Screenshot(await File.ReadAllBytesAsync(file, cancellation), $".{format}");
            }
            catch (VmException)
            {
                // The other format may do.
            }
        }

        return null;
    }
}
