using System.Security.Cryptography;
using System.Text.Json;

namespace BootLab.Vm.Pieces;

/// <summary>What a folder of guest pieces was made from, and the hash of each file.</summary>
/// <param name="Recipe">How they were made: pieces of another recipe are not used.</param>
/// <param name="KernelVersion">The kernel's release.</param>
/// <param name="Made">When.</param>
/// <param name="Files">SHA-256 by file name.</param>
internal sealed record PiecesManifest(string Recipe, string KernelVersion, DateTimeOffset Made, Dictionary<string, string> Files)
{
    private const string FileName = "pieces.json";

    /// <summary>Hashes the files of a folder and leaves the manifest there.</summary>
    public static void Write(string folder, string recipe, string kernelVersion)
    {
        var files = GuestPieces.FileNames.ToDictionary(name => name, name => Hash(Path.Combine(folder, name)));
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(new PiecesManifest(recipe, kernelVersion, DateTimeOffset.UtcNow, files)));
    }

    /// <summary>The manifest of a folder whose files are as they were made; null for any other folder.</summary>
    public static PiecesManifest? Check(string folder, string recipe)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<PiecesManifest>(File.ReadAllText(Path.Combine(folder, FileName)));
            return manifest?.Recipe == recipe && GuestPieces.FileNames.All(name => Hash(Path.Combine(folder, name)) == manifest.Files.GetValueOrDefault(name)) ? manifest : null;
        }
        catch (Exception unusable) when (unusable is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
