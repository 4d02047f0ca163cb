using BootLab.Machine;
using BootLab.Os.Linux;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Linux;

/// <summary>Every table of which it is kept what Linux 6.1 was observed to say and show.</summary>
public sealed class LinuxFixtureTests
{
    // What the observed machine has at the tables' addresses (tests/fixtures/handmade/README.md).
    private static readonly PciAddress[] _functions = [.. new[] { "00:03.0", "08:04.0", "08:04.1" }.Select(PciAddress.Parse)];

    public static TheoryData<string> Observed => [.. Directory.EnumerateFiles(Repository.Fixture(), "*linux.txt", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Fixture(), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Observed))]
    public void What_was_observed_is_foretold(string observed)
    {
        var table = File.ReadAllBytes(Repository.Fixture(TableOf(observed)));
        var memory = observed.EndsWith("IBFT.linux.txt", StringComparison.Ordinal) ? PlacedTable.ByAcpi(table, FirmwareKind.Bios) : PlacedTable.InLowMemory(table);

        var reading = new LinuxKernel(LinuxVersion.Observed).Read(memory, function => _functions.Contains(function));

        Assert.Equal(File.ReadLines(Repository.Fixture(observed)).Select(WithoutWay), Lines(reading));
        Assert.Empty(reading.Undefined);
    }

    private static string TableOf(string observed) => observed.EndsWith(".linux.txt", StringComparison.Ordinal)
        ? observed.Replace(".lowmem", "", StringComparison.Ordinal).Replace(".linux.txt", ".bin", StringComparison.Ordinal)
        : Path.Combine(Path.GetDirectoryName(observed)!, "table.bin");

    /// <summary>In the format of the fixtures (tests/fixtures/captured/README.md).</summary>
    private static IEnumerable<string> Lines(LinuxReading reading) =>
    [
        .. reading.Messages.Select(message => $"kernel: {message}"),
        .. reading.Refusal switch
        {
            Refusal.Revision or Refusal.Checksum => ["insmod: can't insert '/mod/iscsi_ibft.ko': unknown symbol in module, or unknown parameter"],
            Refusal.ControlLength => ["insmod: can't insert '/mod/iscsi_ibft.ko': No such device"],
            _ => Array.Empty<string>(),
        },
        .. reading.Tree.Entries.Select(entry => entry.ToString()).Order(StringComparer.Ordinal),
    ];

    /// <summary>A link by where it ends.</summary>
    private static string WithoutWay(string line) => line.Contains(" -> ../", StringComparison.Ordinal) ? $"{line[..line.IndexOf("../", StringComparison.Ordinal)]}{line.Split('/')[^1]}" : line;
}
