using BootLab.Fuzz;
using SharpFuzz;

if (args is ["pack", var image])
{
    using var output = Console.OpenStandardOutput();
    output.Write(SectorDisk.Pack(File.ReadAllBytes(image)));
    return 0;
}

var entries = FuzzEntries.All.Concat(DiskFuzzEntries.All).ToDictionary();
if (args is not [var name] || !entries.TryGetValue(name, out var entry))
{
    Console.Error.WriteLine($"fuzz: found '{string.Join(' ', args)}', expected pack IMAGE, or one of {string.Join(", ", entries.Keys)}");
    return 2;
}

Fuzzer.OutOfProcess.Run(stream =>
{
    using var bytes = new MemoryStream();
    stream.CopyTo(bytes);
    entry(bytes.ToArray());
});
return 0;
