using System.Net;
using BootLab.Machine;
using BootLab.Net.Dhcp;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

public sealed class DhcpFuzzTests
{
    private const int Iterations = 20_000;

    private static readonly byte[][] Captured =
        [.. CapturedBoot.Udp.Values.Where(datagram => datagram.From.Port is 67 or 68).Select(datagram => datagram.Payload)];

    [Fact]
    public void The_codec_knows_one_exception_and_writes_what_it_read()
    {
        var random = new Random(1);
        var read = 0;
        for (var i = 0; i < Iterations; i++)
        {
            var bytes = Mutation.Of(random, Captured[random.Next(Captured.Length)]);
            if (!DhcpMessage.TryRead(bytes, out var message, out var error))
            {
                Assert.InRange(error.Offset, 0, bytes.Length);
                Assert.Throws<DhcpFormatException>(() => DhcpMessage.Read(bytes));
                continue;
            }

            read++;
            _ = (message.Type, message.BootFileName, message.ServerName, message.HardwareAddress, message.Find(175, 1), message.Find(43, 9));
            var written = message.ToArray();
            Assert.Equal(written, DhcpMessage.Read(written).ToArray());
        }

        Assert.InRange(read, Iterations / 10, Iterations - 1);
    }

    [Fact]
    public void A_message_of_a_single_option_repeated_is_read_in_linear_time()
    {
        byte[] bytes = [.. new DhcpMessage().ToArray()[..DhcpMessage.OptionsOffset], .. Enumerable.Range(0, 20_000).SelectMany(_ => (byte[])[12, 1, 65])];

        Assert.Equal(20_000, DhcpMessage.Read(bytes).Find(12)!.Value.Length);
    }

    [Fact]
    public void No_answer_breaks_a_client()
    {
        var random = new Random(2);
        DhcpClientProfile[] profiles = [DhcpClientProfiles.Ipxe2019Bios, DhcpClientProfiles.Gpxe100, DhcpClientProfiles.PxeRom, DhcpClientProfiles.Edk2Iscsi];
        var ends = new HashSet<DhcpClientState>();
        for (var i = 0; i < Iterations / 10; i++)
        {
            var time = new ManualTime();
            var client = new DhcpClient(profiles[i % profiles.Length], ClientScript.Identity, random, time);
            client.Start();
            var sent = 0;
            for (var answers = 0; answers < 10; answers++)
            {
                while (client.TryTakeOutput(out _))
                {
                    sent++;
                }

                var answer = Captured[random.Next(Captured.Length)].ToArray();
                BitConverter.TryWriteBytes(answer.AsSpan(4), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(client.Xid));
                var mutated = random.Next(4) == 0 ? answer : Mutation.Of(random, answer);
                client.Receive(mutated, new IPEndPoint(IPAddress.Parse("10.0.2.2"), random.Next(4) == 0 ? 4011 : 67));
                if (client.DueIn is { } due && random.Next(2) == 0)
                {
                    time.Advance(due);
                    client.Tick();
                }
            }

            while (client.DueIn is { } due)
            {
                time.Advance(due);
                client.Tick();
            }

            Assert.True(client.IsDone);
            Assert.InRange(sent, 1, 30);
            ends.Add(client.State);
        }

        Assert.Contains(DhcpClientState.Bound, ends);
        Assert.Contains(DhcpClientState.TimedOut, ends);
    }

    [Fact]
    public void No_request_breaks_a_server()
    {
        var random = new Random(3);
        var script = new ServerScript(ServerScript.Pool("10.0.2.10", "10.0.2.40") with
        {
            Classes = [new DhcpClassSpec { UserClass = "iPXE", VendorClass = "PXEClient", Architecture = 0, Answer = new DhcpAnswerSpec { File = "x" } }],
            Proxy = new DhcpProxySpec(),
        });
        var answers = 0;
        for (var i = 0; i < Iterations; i++)
        {
            var request = Captured[random.Next(Captured.Length)];
            script.Server.Receive(
                Mutation.Of(random, request), new IPEndPoint(IPAddress.Any, 68), random.Next(4) == 0 ? DhcpPorts.Pxe : DhcpPorts.Server);
            while (script.Server.TryTakeOutput(out var answer))
            {
                _ = DhcpMessage.Read(answer.Payload);
                answers++;
            }

            Assert.InRange(script.Server.Leases.Count, 0, 31);
            script.Time.Advance(TimeSpan.FromSeconds(random.Next(30)));
        }

        Assert.InRange(answers, Iterations / 20, Iterations * 2);
        Assert.InRange(script.Server.Malformed, 1, Iterations - 1);
    }
}
