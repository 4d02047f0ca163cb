using BootLab.Fuzz;
using SharpFuzz;

if (args is not [var name] || !FuzzEntries.All.TryGetValue(name, out var entry))
{
    Console.Error.WriteLine($"fuzz: found '{string.Join(' ', args)}', expected one of {string.Join(", ", FuzzEntries.All.Keys)}");
    return 2;
}

Fuzzer.OutOfProcess.Run(stream =>
{
    using var bytes = new MemoryStream();
    stream.CopyTo(bytes);
    entry(bytes.ToArray());
});
return 0;
