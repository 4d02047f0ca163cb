using System.Net;
using System.Net.NetworkInformation;
using BootLab.Iscsi.Wire;
using BootLab.Net.Capture;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>Keeps all that goes over a connection, in order.</summary>
public sealed class TapStream(Stream inner) : ConnectionStream
{
    private readonly Lock _gate = new();
    private readonly List<(bool Sent, byte[] Bytes)> _pieces = [];

    /// <summary>All bytes of one direction.</summary>
    public byte[] Bytes(bool sent)
    {
        lock (_gate)
        {
            return [.. _pieces.Where(piece => piece.Sent == sent).SelectMany(piece => piece.Bytes)];
        }
    }

    /// <summary>The connection as a capture of TCP segments to port 3260. A PDU begins a segment: where one began amid another, tshark would miss that there are data digests.</summary>
    public byte[] ToPcapNg(Digests agreed)
    {
        using var file = new MemoryStream();
        using (var writer = new PcapNgWriter(file, leaveOpen: true))
        {
            var tcp = new SynthesizedTcp(
                writer, writer.AddInterface("tap"), TimeProvider.System, new IPEndPoint(IPAddress.Parse("10.0.0.2"), 50000), new PhysicalAddress([2, 0, 0, 0, 0, 2]),
                new IPEndPoint(IPAddress.Parse("10.0.0.1"), 3260), new PhysicalAddress([2, 0, 0, 0, 0, 1]), new Random(1));
            List<byte> up = [], down = [];
            lock (_gate)
            {
                foreach (var (sent, bytes) in _pieces)
                {
                    var held = sent ? up : down;
                    held.AddRange(bytes);
                    for (int length; (length = DigestCapture.LengthOf(held.ToArray(), agreed)) > 0 && length <= held.Count; held.RemoveRange(0, length))
                    {
                        if (sent)
                        {
                            tcp.Sent(held.ToArray().AsSpan(0, length));
                        }
                        else
                        {
                            tcp.Received(held.ToArray().AsSpan(0, length));
                        }
                    }
                }
            }

            tcp.Close();
        }

        return file.ToArray();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        Keep(false, buffer.Span[..count]);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(true, buffer.Span);
        await inner.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(bool sent, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _pieces.Add((sent, bytes.ToArray()));
        }
    }
}
