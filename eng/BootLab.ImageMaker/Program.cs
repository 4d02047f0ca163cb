using System.IO.Compression;
using System.Security.Cryptography;
using BootLab.ImageMaker;

// dotnet run --project eng/BootLab.ImageMaker [FOLDER]: makes the images anew, into images/ when no folder is named.
var folder = args.Length > 0 ? args[0] : "images";
foreach (var (name, bytes) in Images.All)
{
    await using (var file = File.Create(Path.Combine(folder, name)))
    await using (var packed = new GZipStream(file, CompressionLevel.SmallestSize))
    {
        await packed.WriteAsync(bytes);
    }

    Console.WriteLine($"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {name} ({bytes.Length} bytes unpacked)");
}
