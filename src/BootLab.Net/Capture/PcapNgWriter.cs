using System.Buffers.Binary;
using System.Text;

namespace BootLab.Net.Capture;

/// <summary>Which way a captured frame went, as seen from its interface.</summary>
public enum CaptureDirection
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Received.</summary>
    Inbound = 1,

    /// <summary>Sent.</summary>
    Outbound = 2,
}

/// <summary>
/// Writes pcapng (draft-ietf-opsawg-pcapng): one section, an interface description block for each NIC, enhanced packet blocks with nanosecond time
/// stamps, direction and comments, and interface statistics at the end. Little-endian on every machine, so that equal captures are equal files.
/// </summary>
public sealed class PcapNgWriter : IDisposable
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint InterfaceStatistics = 5;
    private const uint EnhancedPacket = 6;
    private const ushort EndOfOptions = 0;
    private const ushort CommentOption = 1;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    // The body of the block that is being built, reused for each.
    private readonly List<byte> _body = [];
    // Packets seen on each interface.
    private readonly List<long> _packets = [];
    // For the next frame.
    private readonly List<string> _comments = [];
    private DateTimeOffset _last = DateTimeOffset.UnixEpoch;
    private bool _disposed;

    /// <param name="output">Where the capture goes.</param>
    /// <param name="application">What wrote it, for readers.</param>
    /// <param name="leaveOpen">Whether <paramref name="output"/> stays open afterwards.</param>
    public PcapNgWriter(Stream output, string application = "BootLab", bool leaveOpen = false)
    {
        _output = output;
        _leaveOpen = leaveOpen;
        const ushort UserApplication = 4;
        Put32(0x1A2B3C4D);
        Put16(1);
        Put16(0);
        // Section length: not given.
        Put32(uint.MaxValue);
        Put32(uint.MaxValue);
        PutOption(UserApplication, application);
        EndOptions();
        WriteBlock(SectionHeader);
    }

    /// <summary>The longest frame that is written whole.</summary>
    public int LongestWhole { get; init; } = int.MaxValue;

    /// <summary>How many bytes are written of a longer one. They hold the headers: Ethernet, IP and TCP with options, and iSCSI's.</summary>
    public int KeptOfLonger { get; init; } = 128;

    /// <summary>Describes an interface; the number that comes back names it to <see cref="Write"/>.</summary>
    public int AddInterface(string name, string? description = null)
    {
        const ushort Ethernet = 1;
        const ushort Name = 2;
        const ushort Description = 3;
        const ushort TimeResolution = 9;
        Put16(Ethernet);
        Put16(0);
        // Snapshot length: no limit.
        Put32(0);
        PutOption(Name, name);
        if (description is not null)
        {
            PutOption(Description, description);
        }

        // 10^-9 s.
        PutOption(TimeResolution, [9]);
        EndOptions();
        WriteBlock(InterfaceDescription);
        _packets.Add(0);
        return _packets.Count - 1;
    }

    /// <summary>Puts a comment on the next frame that is written, whatever its interface: such as the stage of a boot that begins with it.</summary>
    public void CommentNext(string text) => _comments.Add(text);

    /// <summary>Writes a frame.</summary>
    /// <param name="interfaceId">The interface, from <see cref="AddInterface"/>.</param>
    /// <param name="at">When it passed.</param>
    /// <param name="frame">The frame from the destination MAC address on, without FCS.</param>
    /// <param name="direction">Which way it went.</param>
    /// <param name="comments">Comments, each an option of its own.</param>
    public void Write(int interfaceId, DateTimeOffset at, ReadOnlySpan<byte> frame, CaptureDirection direction = CaptureDirection.Unknown, params ReadOnlySpan<string> comments)
    {
        const ushort Flags = 2;
        _packets[interfaceId]++;
        _last = at > _last ? at : _last;
        Put32((uint)interfaceId);
        PutTime(at);
        var kept = frame.Length > LongestWhole ? frame[..Math.Min(KeptOfLonger, frame.Length)] : frame;
        Put32((uint)kept.Length);
        Put32((uint)frame.Length);
        _body.AddRange(kept);
        Pad();
        _comments.AddRange(comments);
        foreach (var comment in _comments)
        {
            PutOption(CommentOption, comment);
        }

        if (direction != CaptureDirection.Unknown)
        {
            Span<byte> flags = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)direction);
            PutOption(Flags, flags);
        }

        if (direction != CaptureDirection.Unknown || _comments.Count > 0)
        {
            EndOptions();
        }

        _comments.Clear();
        WriteBlock(EnhancedPacket);
    }

    /// <summary>Writes the statistics of each interface and closes the output.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        const ushort Received = 4;
        Span<byte> count = stackalloc byte[8];
        for (var id = 0; id < _packets.Count; id++)
        {
            Put32((uint)id);
            PutTime(_last);
            BinaryPrimitives.WriteInt64LittleEndian(count, _packets[id]);
            PutOption(Received, count);
            EndOptions();
            WriteBlock(InterfaceStatistics);
        }

        _output.Flush();
        if (!_leaveOpen)
        {
            _output.Dispose();
        }
    }

    private void WriteBlock(uint type)
    {
        // Type and total length before the body, total length again after it.
        var length = (uint)_body.Count + 12;
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(word, type);
        BinaryPrimitives.WriteUInt32LittleEndian(word[4..], length);
        _output.Write(word);
        _output.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_body));
        _output.Write(word[4..]);
        _body.Clear();
    }

    private void PutTime(DateTimeOffset at)
    {
        var nanoseconds = (ulong)(at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;
        Put32((uint)(nanoseconds >> 32));
        Put32((uint)nanoseconds);
    }

    private void PutOption(ushort code, string text)
    {
        // A length is 16 bits; a text that is longer is cut at a character.
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        var length = Math.Min(bytes.Length, ushort.MaxValue);
        while (length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        PutOption(code, bytes[..length]);
    }

    private void PutOption(ushort code, ReadOnlySpan<byte> value)
    {
        Put16(code);
        Put16((ushort)value.Length);
        _body.AddRange(value);
        Pad();
    }

    private void EndOptions()
    {
        Put16(EndOfOptions);
        Put16(0);
    }

    private void Pad()
    {
        while (_body.Count % 4 != 0)
        {
            _body.Add(0);
        }
    }

    private void Put16(ushort value)
    {
        _body.Add((byte)value);
        _body.Add((byte)(value >> 8));
    }

    private void Put32(uint value)
    {
        Put16((ushort)value);
        Put16((ushort)(value >> 16));
    }
}
