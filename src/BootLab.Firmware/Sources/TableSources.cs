using System.IO.Compression;
using BootLab.Firmware.Scanning;
using BootLab.Firmware.Sources.Hexdumps;
using BootLab.Firmware.Sources.Sysfs;
using BootLab.Ibft;

namespace BootLab.Firmware.Sources;

/// <summary>Takes tables from whatever they come in. What it is shows in its content, unless the options say it.</summary>
public static class TableSources
{
    /// <summary>What is larger is a file to be mapped, not bytes to be held.</summary>
    private const int MaximumHeld = 64 << 20;

    private const int TarMagic = 257;

    /// <summary>Reads a file or a folder.</summary>
    /// <exception cref="SourceFormatException">No table can be taken from it.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static SourceContent ReadFile(string path, SourceOptions? options = null)
    {
        options ??= new SourceOptions();
        if (Directory.Exists(path))
        {
            return ReadFolder(path, options);
        }

        // Files of /sys have no size to trust, so it is reading that tells whether a file is short.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var head = new byte[IbftOffsets.MaximumTableSize + 1];
        var count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (count < head.Length)
        {
            return Read(head.AsMemory(0, count), options);
        }

        var kind = options.Kind ?? Detect(head, isWhole: false);
        if (kind == SourceKind.Memory && !IsCompressed(head) && file.CanSeek)
        {
            return MemorySource.ReadFile(path, options);
        }

        return Read(Rest(file, head), options with { Kind = kind });
    }

    /// <summary>Reads a stream to its end, as <see cref="ReadFile"/> a file.</summary>
    public static SourceContent Read(Stream stream, SourceOptions? options = null) => Read(Rest(stream, []), options);

    /// <summary>Reads bytes, as <see cref="ReadFile"/> a file.</summary>
    public static SourceContent Read(ReadOnlyMemory<byte> bytes, SourceOptions? options = null)
    {
        options ??= new SourceOptions();
        bytes = Decompress(bytes);
        var kind = options.Kind ?? Detect(bytes.Span, isWhole: true);
        var content = kind switch
        {
            SourceKind.Raw when options is { ScansRaw: true, Kind: null } or { At: not null } => MemorySource.Read(bytes, options),
            SourceKind.Raw => new SourceContent(kind, [Raw(bytes)]),
            SourceKind.Memory => MemorySource.Read(bytes, options),
            SourceKind.Sysfs => new SourceContent(kind, IsTar(bytes.Span) ? SysfsSource.ReadTar(bytes) : SysfsSource.ReadText(SourceText.Decode(bytes.Span))),
            SourceKind.Acpidump => new SourceContent(kind, AcpidumpSource.Read(SourceText.Decode(bytes.Span))),
            SourceKind.Hexdump => new SourceContent(kind, HexdumpSource.Read(SourceText.Decode(bytes.Span))),
            _ => throw new SourceFormatException($"found bytes, expected a {(kind == SourceKind.Qmp ? "socket of QEMU, as qmp:/run/qemu.sock" : "running Windows, as windows:")}"),
        };
        return options.At is not { } address ? content
            : content.Tables.FirstOrDefault(table => table.Address == address) is { } there ? content with { Tables = [there] }
            : throw new SourceFormatException($"no table at 0x{address:x}: found {string.Join(", ", content.Tables.Select(table => table.Place))}");
    }

    private static SourceKind Detect(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (IsTar(bytes))
        {
            return SourceKind.Sysfs;
        }

        if (SourceText.IsText(bytes))
        {
            var text = SourceText.Decode(bytes);
            return AcpidumpSource.Is(text) ? SourceKind.Acpidump : SysfsSource.IsText(text) ? SourceKind.Sysfs : SourceKind.Hexdump;
        }

        // A table whose signature is broken is still a table, as long as nothing in it says otherwise.
        var isShort = isWhole && bytes.Length <= IbftOffsets.MaximumTableSize;
        return isShort && (HasSignature(bytes) || !TableScanner.Scan(bytes).Any(hit => hit.IsPlausible)) ? SourceKind.Raw : SourceKind.Memory;
    }

    private static SourceContent ReadFolder(string path, SourceOptions options)
    {
        if (options.Kind is not (null or SourceKind.Sysfs or SourceKind.Raw))
        {
            throw new SourceFormatException($"found a folder, expected a file for --as {options.Kind.ToString()!.ToLowerInvariant()}");
        }

        // A copy of /sys/firmware/acpi/tables: Linux numbers tables of one name, iBFT1, iBFT2.
        var tables = Directory.EnumerateFiles(path)
            .Where(file => Path.GetFileName(file) is { Length: >= 4 and <= 6 } name && name[..4] is "iBFT" or "IBFT" or "BIFT")
            .Order(StringComparer.Ordinal)
            .Select(file => Raw(File.ReadAllBytes(file)) with { Place = Path.GetFileName(file), IsListedByAcpi = true })
            .ToList();
        return tables.Count > 0 ? new SourceContent(SourceKind.Raw, tables) : new SourceContent(SourceKind.Sysfs, SysfsSource.ReadFolder(path));
    }

    private static FoundTable Raw(ReadOnlyMemory<byte> bytes) => bytes.Length switch
    {
        0 => throw new SourceFormatException("found nothing, expected the bytes of a table"),
        > IbftOffsets.MaximumTableSize => new FoundTable { Bytes = bytes[..IbftOffsets.MaximumTableSize], Notes = [$"{bytes.Length} bytes, of which the first {IbftOffsets.MaximumTableSize} are taken: no table has more"] },
        _ => new FoundTable { Bytes = bytes, IsPlausible = HasSignature(bytes.Span) },
    };

    private static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.StartsWith("iBFT"u8) || bytes.StartsWith("IBFT"u8) || bytes.StartsWith("BIFT"u8);

    private static bool IsTar(ReadOnlySpan<byte> bytes) => bytes.Length >= 512 && bytes[TarMagic..].StartsWith("ustar"u8);

    private static bool IsCompressed(ReadOnlySpan<byte> bytes) => bytes is [0x1f, 0x8b, 8, ..];

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> bytes)
    {
        if (!IsCompressed(bytes.Span))
        {
            return bytes;
        }

        try
        {
            return Rest(new GZipStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress), []);
        }
        catch (InvalidDataException broken)
        {
            throw new SourceFormatException($"the gzip archive cannot be read: {broken.Message}");
        }
    }

    private static ReadOnlyMemory<byte> Rest(Stream stream, byte[] head)
    {
        using var all = new MemoryStream();
        all.Write(head);
        var buffer = new byte[64 << 10];
        while (stream.Read(buffer) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
            if (all.Length > MaximumHeld)
            {
                throw new SourceFormatException($"found more than {MaximumHeld >> 20} MiB in a stream or archive, expected a table or a small dump; give a memory image as a plain file, which is mapped");
            }
        }

        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }
}
