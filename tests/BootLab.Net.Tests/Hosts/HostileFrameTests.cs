using System.Net;
using BootLab.Net.Hosts;
using BootLab.Net.Tcp;
using BootLab.Net.Tests.Tcp;
using Xunit;

namespace BootLab.Net.Tests.Hosts;

public class HostileFrameTests
{
    private static readonly IPEndPoint Server = new(Segment.Address(2), 3260);

    [Fact]
    public void Mutated_and_random_frames_neither_throw_nor_hurt_a_connection()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        var attacker = segment.Switch.AddPort("attacker");
        using var udp = server.OpenUdp(67);
        var random = new Random(20_200_101);
        var upload = new byte[200_000];
        random.NextBytes(upload);
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var accepting = listener.AcceptAsync();
            using var connection = await client.ConnectAsync(Server);
            using var accepted = await accepting;
            await WarmUp(client, server, segment);
            var seeds = segment.Frames.Select(frame => frame.Bytes.ToArray()).ToList();
            var sending = connection.WriteAsync(upload);
            var receiving = TcpTests.ReadExactly(accepted, upload.Length);
            for (var round = 0; round < 20_000; round++)
            {
                var frame = Mutate(seeds[random.Next(seeds.Count)], random);
                // The switch's table is not what is tried here: frames come from a MAC address of the attacker's own.
                if (frame.Length >= 12)
                {
                    new byte[] { 2, 9, 9, 9, 9, 9 }.CopyTo(frame, 6);
                }

                attacker.Send(frame);
                if (round % 100 == 0)
                {
                    await segment.Wait(0.0001);
                }
            }

            await sending;
            Assert.Equal(upload, await receiving);
        });
        Assert.True(server.Interfaces[0].FramesMalformed > 1000);
    }

    [Fact]
    public void Blind_resets_and_SYNs_leave_a_connection_alone()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        var attacker = segment.Switch.AddPort("attacker");
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var accepting = listener.AcceptAsync();
            using var connection = await client.ConnectAsync(Server);
            using var accepted = await accepting;
            var last = segment.Frames[^1].Bytes.ToArray();
            foreach (var (flags, ahead) in new[] { (0x04, 1000u), (0x14, 5000u), (0x02, 0u), (0x12, 3u), (0x04, 0x8000_0000u) })
            {
                attacker.Send(Forge(last, (byte)flags, ahead));
            }

            await segment.Wait(1);
            Assert.Equal(TcpState.Established, accepted.State);
            await connection.WriteAsync(new byte[10]);
            await TcpTests.ReadExactly(accepted, 10);
            // One with exactly the next sequence number is the peer's own (RFC 5961, 3.2).
            attacker.Send(Forge(last, 0x04, 10));
            await segment.Wait(1);
            Assert.Equal(TcpState.Closed, accepted.State);
        });
    }

    [Fact]
    public void A_flood_of_SYNs_takes_bounded_room_and_ends()
    {
        var segment = new Segment();
        var server = segment.Add();
        var attacker = segment.Switch.AddPort("attacker");
        using var listener = server.ListenTcp(new IPEndPoint(Segment.Address(1), 3260), backlog: 100);
        var client = segment.Add();
        client.TcpProfile = TcpProfile.Ipxe;
        segment.Loop.Run(async () =>
        {
            await Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(new IPEndPoint(Segment.Address(1), 3261)));
            var syn = segment.Frames.First(frame => frame.Bytes.Length == 78).Bytes.ToArray();
            for (var port = 0; port < 2000; port++)
            {
                var frame = Forge(syn, 0x02, 0);
                // 10.0.0.77 is nobody: the SYN-ACK is not answered.
                frame[29] = 77;
                frame[34] = (byte)(0xC0 | port >> 8);
                frame[35] = (byte)port;
                frame[36] = 3260 >> 8;
                frame[37] = 3260 & 0xFF;
                attacker.Send(Seal(frame));
            }

            await segment.Wait(0.01);
            // The backlog is full: a request gets no answer until the half-open ones are given up.
            await Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(new IPEndPoint(Segment.Address(1), 3260), TimeSpan.FromSeconds(1)));
            await segment.Wait(1000);
            using var late = await client.ConnectAsync(new IPEndPoint(Segment.Address(1), 3260));
        });
    }

    private static async Task WarmUp(IpHost client, IpHost server, Segment segment)
    {
        using var socket = client.OpenUdp(0);
        socket.Send(new byte[20], new IPEndPoint(Segment.Address(2), 67));
        socket.Send(new byte[20], new IPEndPoint(server.Interfaces[0].LinkLocal, 67));
        client.Interfaces[0].SolicitRouters();
        await segment.Wait(1);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        if (random.Next(10) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            seed.AsSpan(0, Math.Min(14, noise.Length)).CopyTo(noise);
            return noise;
        }

        var frame = seed[..(random.Next(3) == 0 ? random.Next(seed.Length + 1) : seed.Length)];
        for (var change = random.Next(1, 6); change > 0 && frame.Length > 14; change--)
        {
            frame[random.Next(14, frame.Length)] = (byte)random.Next(256);
        }

        // Half of them get right checksums, to come further in. Ports and sequence numbers of the connection are guessed by mutation only.
        return random.Next(2) == 0 ? Seal(frame) : frame;
    }

    /// <summary>The last segment of a connection with other flags and a sequence number further on, sealed again.</summary>
    private static byte[] Forge(byte[] segment, byte flags, uint ahead)
    {
        byte[] frame = [.. segment];
        var tcp = frame.AsSpan(34);
        var sequence = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]) + ahead;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        tcp[13] = flags;
        return Seal(frame);
    }

    private static byte[] Seal(byte[] frame)
    {
        if (frame.Length < 54 || frame[12] != 8 || frame[13] != 0 || frame[14] != 0x45)
        {
            return frame;
        }

        frame[24] = frame[25] = 0;
        Put(frame, 24, Checksum(frame.AsSpan(14, 20), 0));
        if (frame[23] == 6)
        {
            frame[50] = frame[51] = 0;
            var length = frame.Length - 34;
            var pseudo = 6u + (uint)length;
            for (var at = 26; at < 34; at += 2)
            {
                pseudo += (uint)(frame[at] << 8 | frame[at + 1]);
            }

            Put(frame, 50, Checksum(frame.AsSpan(34), pseudo));
        }

        return frame;
    }

    private static void Put(byte[] frame, int at, ushort value)
    {
        frame[at] = (byte)(value >> 8);
        frame[at + 1] = (byte)value;
    }

    private static ushort Checksum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            sum += (uint)bytes[at] << (at % 2 == 0 ? 8 : 0);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
