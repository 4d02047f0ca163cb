using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using BootLab.Firmware.FwCfg;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.FwCfg;

/// <summary>A QEMU whose processor stands still: the test itself reads the files that it offers the firmware (QEMU, docs/specs/fw_cfg and system/qtest.c).</summary>
internal sealed class QemuFwCfg : IDisposable
{
    private const int DirectoryKey = 0x19;
    private const int EntrySize = 64;

    // Where the transfers go; nothing else uses the memory.
    private const ulong Request = 0x10000;
    private const ulong Buffer = 0x100000;

    private readonly Process _process;

    public QemuFwCfg(params string[] arguments)
    {
        var start = new ProcessStartInfo(Requires.Tool("qemu-system-x86_64", "qemu-system-x86"), ["-nodefaults", "-display", "none", "-accel", "tcg", "-S", "-qtest", "stdio", "-qtest-log", "/dev/null", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public FwCfgFile Read(string name)
    {
        var count = (int)BinaryPrimitives.ReadUInt32BigEndian(Transfer(DirectoryKey, 4));
        var entry = Transfer(DirectoryKey, 4 + (count * EntrySize))[4..].Chunk(EntrySize)
            .Single(bytes => Encoding.ASCII.GetString(bytes, 8, 56).TrimEnd('\0') == name);
        return new FwCfgFile(name, Transfer(BinaryPrimitives.ReadUInt16BigEndian(entry.AsSpan(4)), (int)BinaryPrimitives.ReadUInt32BigEndian(entry)));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>By the DMA interface: a request in memory (control, length, address, big endian), whose address goes to port 0x514.</summary>
    private byte[] Transfer(int key, int length)
    {
        const uint SelectAndRead = 0x0a;
        var request = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(request, ((uint)key << 16) | SelectAndRead);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(4), (uint)length);
        BinaryPrimitives.WriteUInt64BigEndian(request.AsSpan(8), Buffer);
        Say($"write 0x{Request:x} 0x10 0x{Convert.ToHexStringLower(request)}");
        Say("outl 0x514 0x0");
        Say($"outl 0x518 0x{BinaryPrimitives.ReverseEndianness((uint)Request):x}");
        var answer = Say($"read 0x{Buffer:x} 0x{length.ToString("x", CultureInfo.InvariantCulture)}");
        return Convert.FromHexString(answer["0x".Length..]);
    }

    /// <summary>One command; what follows OK in the answer. Lines about interrupts come in between.</summary>
    private string Say(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        for (; ; )
        {
            var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"QEMU ended at '{command}'");
            if (line.StartsWith("OK", StringComparison.Ordinal))
            {
                return line[2..].Trim();
            }

            if (line.StartsWith("FAIL", StringComparison.Ordinal) || line.StartsWith("ERR", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{command}: {line}");
            }
        }
    }
}
