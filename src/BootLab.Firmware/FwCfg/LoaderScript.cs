using System.Buffers.Binary;
using System.Text;

namespace BootLab.Firmware.FwCfg;

/// <summary>The bytes of a loader script: commands of 128 bytes, a number and then fields, little endian.</summary>
public static class LoaderScript
{
    /// <summary>Bytes of a command.</summary>
    public const int CommandSize = 128;

    private const int NameSize = 56;

    private enum Number : uint
    {
        Allocate = 1,
        AddPointer = 2,
        AddChecksum = 3,
        WritePointer = 4,
    }

    /// <summary>Reads a script. Commands of all zeros, with which QEMU fills the file up, are left out.</summary>
    /// <exception cref="FwCfgFormatException">It ends within a command, or a name is not ended.</exception>
    public static IReadOnlyList<LoaderCommand> Read(ReadOnlySpan<byte> script)
    {
        var commands = new List<LoaderCommand>();
        for (var offset = 0; offset < script.Length; offset += CommandSize)
        {
            if (script.Length - offset < CommandSize)
            {
                throw new FwCfgFormatException(offset, $"found {script.Length - offset} bytes, expected a command of {CommandSize}");
            }

            var command = script.Slice(offset, CommandSize);
            if (command.ContainsAnyExcept((byte)0))
            {
                commands.Add(ReadCommand(command, offset));
            }
        }

        return commands;
    }

    /// <summary>Writes a script.</summary>
    /// <exception cref="ArgumentException">A name is longer than 55 bytes.</exception>
    public static byte[] Write(IEnumerable<LoaderCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return [.. commands.SelectMany(WriteCommand)];
    }

    private static LoaderCommand ReadCommand(ReadOnlySpan<byte> bytes, int at)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var body = bytes[sizeof(uint)..];
        return (Number)number switch
        {
            Number.Allocate => new LoaderCommand.Allocate(Name(body, at), Field(body, NameSize), (LoaderZone)body[NameSize + 4]),
            Number.AddPointer => new LoaderCommand.AddPointer(Name(body, at), Name(body[NameSize..], at), Field(body, 2 * NameSize), body[(2 * NameSize) + 4]),
            Number.AddChecksum => new LoaderCommand.AddChecksum(Name(body, at), Field(body, NameSize), Field(body, NameSize + 4), Field(body, NameSize + 8)),
            Number.WritePointer => new LoaderCommand.WritePointer(
                Name(body, at), Name(body[NameSize..], at), Field(body, 2 * NameSize), Field(body, (2 * NameSize) + 4), body[(2 * NameSize) + 8]),
            _ => new LoaderCommand.Unknown(number, body.ToArray()),
        };
    }

    private static byte[] WriteCommand(LoaderCommand command)
    {
        var bytes = new byte[CommandSize];
        var body = bytes.AsSpan(sizeof(uint));
        switch (command)
        {
            case LoaderCommand.Allocate allocate:
                WriteNumber(bytes, Number.Allocate);
                WriteName(body, allocate.File);
                WriteField(body, NameSize, allocate.Alignment);
                body[NameSize + 4] = (byte)allocate.Zone;
                break;
            case LoaderCommand.AddPointer pointer:
                WriteNumber(bytes, Number.AddPointer);
                WriteName(body, pointer.File);
                WriteName(body[NameSize..], pointer.Target);
                WriteField(body, 2 * NameSize, pointer.Offset);
                body[(2 * NameSize) + 4] = pointer.Size;
                break;
            case LoaderCommand.AddChecksum checksum:
                WriteNumber(bytes, Number.AddChecksum);
                WriteName(body, checksum.File);
                WriteField(body, NameSize, checksum.Offset);
                WriteField(body, NameSize + 4, checksum.Start);
                WriteField(body, NameSize + 8, checksum.Length);
                break;
            case LoaderCommand.WritePointer pointer:
                WriteNumber(bytes, Number.WritePointer);
                WriteName(body, pointer.File);
                WriteName(body[NameSize..], pointer.Target);
                WriteField(body, 2 * NameSize, pointer.Offset);
                WriteField(body, (2 * NameSize) + 4, pointer.TargetOffset);
                body[(2 * NameSize) + 8] = pointer.Size;
                break;
            case LoaderCommand.Unknown unknown:
                WriteNumber(bytes, (Number)unknown.Command);
                unknown.Body.Span.CopyTo(body);
                break;
        }

        return bytes;
    }

    private static string Name(ReadOnlySpan<byte> field, int at)
    {
        var end = field[..NameSize].IndexOf((byte)0);
        return end >= 0 ? Encoding.Latin1.GetString(field[..end]) : throw new FwCfgFormatException(at, $"found a name without an end, expected a NUL within {NameSize} bytes");
    }

    private static void WriteName(Span<byte> field, string name)
    {
        if (name.Length >= NameSize)
        {
            throw new ArgumentException($"the name '{name}' has {name.Length} characters, expected at most {NameSize - 1}", nameof(name));
        }

        Encoding.Latin1.GetBytes(name, field);
    }

    private static uint Field(ReadOnlySpan<byte> body, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(body[offset..]);

    private static void WriteField(Span<byte> body, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(body[offset..], value);

    private static void WriteNumber(Span<byte> bytes, Number number) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)number);
}
