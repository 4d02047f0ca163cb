using System.Buffers.Binary;
using System.Net.Sockets;
using BootLab.Net.Clock;
using BootLab.Net.Links;
using BootLab.Net.Live;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Live;

/// <summary>A socket plays QEMU's back end.</summary>
public class GuestCableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Frames_pass_both_ways_whatever_the_pieces_they_come_in()
    {
        using var folder = new TemporaryFolder();
        var loop = EventLoop.CreateRealTime();
        loop.Run(
            async () =>
            {
                using var cable = GuestCable.Listen(folder.PathTo("s"));
                var port = new Port();
                cable.Plug(loop, port);
                using var guest = await ConnectAsync(cable);

                byte[] stream = [0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5];
                foreach (var value in stream)
                {
                    await guest.SendAsync(new[] { value }, Token);
                }

                await port.SentAsync(3);
                Assert.Equal(["010203", "", "0405"], port.Sent.Select(Convert.ToHexString));

                port.Received!(new byte[] { 6, 7 });
                port.Received!(new byte[] { 8 });
                var answer = new byte[11];
                await loop.External(async () =>
                {
                    using var reading = new NetworkStream(guest);
                    await reading.ReadExactlyAsync(answer, Token);
                    return true;
                });
                Assert.Equal("0000000206070000000108", Convert.ToHexString(answer));
            },
            Token);
    }

    [Fact]
    public void A_length_that_no_frame_has_ends_the_connection()
    {
        using var folder = new TemporaryFolder();
        var loop = EventLoop.CreateRealTime();
        loop.Run(
            async () =>
            {
                using var cable = GuestCable.Listen(folder.PathTo("s"));
                var port = new Port();
                cable.Plug(loop, port);
                using var guest = await ConnectAsync(cable);
                var length = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(length, uint.MaxValue);
                await guest.SendAsync(length, Token);
                Assert.Equal(0, await loop.External(() => guest.ReceiveAsync(new byte[1], SocketFlags.None, Token).AsTask()));
                Assert.Empty(port.Sent);
            },
            Token);
    }

    [Fact]
    public void A_path_that_is_taken_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var first = GuestCable.Listen(folder.PathTo("s"));
        Assert.Contains("cannot listen at", Assert.Throws<LiveException>(() => GuestCable.Listen(folder.PathTo("s"))).Message);
        Assert.Throws<LiveException>(() => GuestCable.Listen(folder.PathTo(new string('a', 200))));
    }

    private static async Task<Socket> ConnectAsync(GuestCable cable)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(cable.SocketPath), Token);
        return socket;
    }

    private sealed class Port : IEthernetPort
    {
        private TaskCompletionSource _changed = new();

        public List<byte[]> Sent { get; } = [];

        public bool IsLinkUp => true;

        public Action<ReadOnlyMemory<byte>>? Received { get; set; }

        public void Send(ReadOnlyMemory<byte> frame)
        {
            Sent.Add(frame.ToArray());
            var before = _changed;
            _changed = new TaskCompletionSource();
            before.SetResult();
        }

        public async Task SentAsync(int count)
        {
            while (Sent.Count < count)
            {
                await _changed.Task;
            }
        }
    }
}
