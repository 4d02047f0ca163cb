using BootLab.Ibft;

namespace BootLab.Firmware.FwCfg;

/// <summary>Carries out a loader script as a firmware does: places the files, links them, completes checksums.</summary>
public sealed class LoaderRun
{
    private const ulong FSegment = 0xf0000;
    private const ulong FSegmentEnd = 0x100000;
    private const int RsdpAlignment = 16;

    // Where each file was placed, and its bytes as they become.
    private readonly Dictionary<string, (ulong Address, byte[] Bytes)> _placed = [];
    private readonly Dictionary<string, byte[]> _files;
    private ulong _freeHigh;
    private ulong _freeFSegment = FSegment;

    private LoaderRun(IEnumerable<FwCfgFile> files, ulong high)
    {
        _files = files.ToDictionary(file => file.Name, file => file.Content);
        _freeHigh = high;
    }

    /// <summary>Runs the script among the files and leaves everything in memory.</summary>
    /// <param name="files">All files; the script is <see cref="FwCfgFile.TableLoader"/>.</param>
    /// <param name="memory">Where they go; files of the zone High are placed downwards from its end, which must be below 4 GiB.</param>
    /// <returns>The address of the RSDP that an operating system finds; null when there is none.</returns>
    /// <exception cref="FwCfgFormatException">The script names a file that is not there or not placed, a field outside of it, or wants more memory than there is.</exception>
    public static ulong? Execute(IEnumerable<FwCfgFile> files, PhysicalMemory memory)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(memory);
        var run = new LoaderRun(files, memory.Size);
        if (!run._files.TryGetValue(FwCfgFile.TableLoader, out var script))
        {
            throw new FwCfgFormatException(0, $"found no file {FwCfgFile.TableLoader}, expected one");
        }

        foreach (var (number, command) in LoaderScript.Read(script).Index())
        {
            run.Carry(command, number * LoaderScript.CommandSize);
        }

        foreach (var (address, bytes) in run._placed.Values)
        {
            memory.Write(address, bytes);
        }

        return FindRsdp(memory);
    }

    private static ulong? FindRsdp(PhysicalMemory memory)
    {
        for (var address = FSegment; address < FSegmentEnd; address += RsdpAlignment)
        {
            if (memory.Read(address, RsdpAlignment).AsSpan().StartsWith("RSD PTR "u8))
            {
                return address;
            }
        }

        return null;
    }

    private void Carry(LoaderCommand command, int at)
    {
        switch (command)
        {
            case LoaderCommand.Allocate allocate:
                Allocate(allocate, at);
                break;
            case LoaderCommand.AddPointer pointer:
                if (pointer.Size is not (1 or 2 or 4 or 8))
                {
                    throw new FwCfgFormatException(at, $"found a pointer of {pointer.Size} bytes, expected 1, 2, 4 or 8");
                }

                var field = Range(pointer.File, pointer.Offset, pointer.Size, at);
                var value = Placed(pointer.Target, at).Address;
                var carry = 0UL;
                for (var i = 0; i < field.Length; i++)
                {
                    var sum = field[i] + ((value >> (8 * i)) & 0xff) + carry;
                    field[i] = (byte)sum;
                    carry = sum >> 8;
                }

                break;
            case LoaderCommand.AddChecksum checksum:
                var sumOf = IbftChecksum.Sum(Range(checksum.File, checksum.Start, checksum.Length, at));
                Range(checksum.File, checksum.Offset, 1, at)[0] -= sumOf;
                break;
        }
    }

    private void Allocate(LoaderCommand.Allocate command, int at)
    {
        if (!_files.TryGetValue(command.File, out var content))
        {
            throw new FwCfgFormatException(at, $"found the file '{command.File}', expected one of {string.Join(", ", _files.Keys)}");
        }

        if (command.Alignment == 0 || (command.Alignment & (command.Alignment - 1)) != 0 || _placed.ContainsKey(command.File))
        {
            throw new FwCfgFormatException(at, $"found '{command.File}' with the alignment {command.Alignment}, expected a power of two and each file once");
        }

        var align = (ulong)command.Alignment - 1;
        ulong address;
        if (command.Zone == LoaderZone.FSegment)
        {
            address = (_freeFSegment + align) & ~align;
            _freeFSegment = address + (uint)content.Length;
        }
        else
        {
            address = _freeHigh < (uint)content.Length ? 0 : (_freeHigh - (uint)content.Length) & ~align;
            _freeHigh = address;
        }

        if (_freeFSegment > FSegmentEnd || _freeHigh < FSegmentEnd)
        {
            throw new FwCfgFormatException(at, $"found '{command.File}' of {content.Length} bytes, expected one that fits into the memory left");
        }

        _placed[command.File] = (address, content.ToArray());
    }

    private (ulong Address, byte[] Bytes) Placed(string file, int at) => _placed.TryGetValue(file, out var placed)
        ? placed
        : throw new FwCfgFormatException(at, $"found the file '{file}', expected one that was placed before");

    private Span<byte> Range(string file, uint offset, uint length, int at)
    {
        var bytes = Placed(file, at).Bytes;
        return (ulong)offset + length <= (uint)bytes.Length
            ? bytes.AsSpan((int)offset, (int)length)
            : throw new FwCfgFormatException(at, $"found {length} bytes at 0x{offset:x} of '{file}', expected a place within its {bytes.Length} bytes");
    }
}
