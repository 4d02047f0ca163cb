using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Rules;
using BootLab.Rules.Mending;

namespace BootLab.Fuzz;

/// <summary>What is done with hostile bytes. An entry returns when the bytes were read or refused as they should be, and throws whatever went wrong.</summary>
public static class FuzzEntries
{
    // Made at the first input: code that is instrumented runs only while the fuzzer listens.
    private static Linter? s_linter;
    private static LinuxKernel? s_linux;

    /// <summary>The entries by name.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["reader"] = Reader,
        ["sysfs"] = bytes => Source(bytes, SourceKind.Sysfs),
        ["acpidump"] = bytes => Source(bytes, SourceKind.Acpidump),
        ["hexdump"] = bytes => Source(bytes, SourceKind.Hexdump),
    };

    /// <summary>A table: read, judged by every rule, seen by Linux, mended.</summary>
    private static void Reader(byte[] bytes)
    {
        (s_linter ??= new Linter([Profile.Everything])).Check(bytes, RuleContext.None);
        if (IbftReader.ReadLenient(bytes).Table is not { } table)
        {
            return;
        }

        if (!IbftWriter.Write(table).AsSpan().SequenceEqual(bytes.AsSpan(0, table.Size)))
        {
            throw new InvalidDataException("a table that was read is written with other bytes");
        }

        (s_linux ??= new LinuxKernel(LinuxVersion.Observed)).View(new ConsumerInput(PlacedTable.ByAcpi(bytes, FirmwareKind.Bios)));
        Mend(bytes);
    }

    private static void Mend(byte[] bytes)
    {
        try
        {
            var mended = TableMender.Mend(bytes, new MendOptions());
            if (TableMender.Mend(mended.Bytes, new MendOptions()).Changes.Count > 0)
            {
                throw new InvalidDataException("mending a mended table changes it");
            }
        }
        catch (MendException)
        {
            // Too long for what it was mended for.
        }
    }

    private static void Source(byte[] bytes, SourceKind kind)
    {
        try
        {
            TableSources.Read(bytes, new SourceOptions { Kind = kind });
        }
        catch (SourceFormatException)
        {
            // Refused with a message, as it should be.
        }
    }
}
