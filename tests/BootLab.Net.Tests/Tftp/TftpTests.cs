using System.Net;
using BootLab.Net.Tests.Dhcp;
using BootLab.Net.Tftp;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Tftp;

public sealed class TftpTests
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("10.0.2.2"), 69);
    private static readonly IPEndPoint Client = new(IPAddress.Parse("10.0.2.15"), 62318);

    private readonly ManualTime _time = new();

    [Fact]
    public void The_captured_download_is_repeated_byte_for_byte_on_both_sides()
    {
        var script = CapturedBoot.Udp[19].Payload[4..];
        var client = new TftpClient("s.ipxe", Server, _time);
        var server = Serve(("s.ipxe", script));

        client.Start();
        foreach (var (asked, answered) in new[] { (16, 17), (18, 19) })
        {
            var question = Take(client)!.Value;
            Assert.Equal(CapturedBoot.Udp[asked].Payload, question.Payload.ToArray());
            Assert.Equal(CapturedBoot.Udp[asked].To, question.Destination);
            server.Receive(question.Payload, Client);
            Assert.True(server.TryTakeOutput(out var answer));
            Assert.Equal(CapturedBoot.Udp[answered].Payload, answer.Payload.ToArray());
            client.Receive(answer.Payload, Server);
        }

        var last = Take(client)!.Value;
        Assert.Equal(CapturedBoot.Udp[20].Payload, last.Payload.ToArray());
        server.Receive(last.Payload, Client);
        Assert.Equal(script, client.Content!.Value.ToArray());
        Assert.Equal((0, null, null), (server.Transfers, server.DueIn, client.DueIn));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1427)]
    [InlineData(1428)]
    [InlineData(2856)]
    [InlineData(100_000)]
    public void A_file_arrives_whole_whatever_its_size(int size)
    {
        var file = Bytes(size);
        var (client, _) = Download(file);

        Assert.Equal(file, client.Content!.Value.ToArray());
    }

    [Fact]
    public void Block_numbers_wrap()
    {
        var file = Bytes(8 * 70_000 + 3);
        var (client, blocks) = Download(file, blockSize: 8);

        Assert.Equal(70_001, blocks);
        Assert.Equal(file, client.Content!.Value.ToArray());
    }

    [Fact]
    public void A_server_without_options_is_read_in_blocks_of_512()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        Take(client);

        client.Receive(new TftpData(1, Bytes(512)).ToArray(), Server);
        Assert.Equal(new TftpAcknowledgement(1).ToArray(), Take(client)!.Value.Payload.ToArray());
        Assert.False(client.IsDone);
        client.Receive(new TftpData(2, Bytes(1)).ToArray(), Server);
        Assert.Equal(513, client.Content!.Value.Length);
    }

    [Fact]
    public void A_request_without_options_is_answered_with_the_first_block()
    {
        var server = Serve(("f", Bytes(600)));

        server.Receive(Request("f"), Client);

        Assert.Equal(512, Assert.IsType<TftpData>(Take(server)).Content.Length);
    }

    [Fact]
    public void Silence_ends_after_fifteen_and_three_quarter_seconds()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        var sent = new List<double>();
        while (!client.IsDone)
        {
            while (Take(client) is not null)
            {
                sent.Add(TimeSpan.FromTicks(_time.GetTimestamp()).TotalSeconds);
            }

            _time.Advance(client.DueIn!.Value);
            client.Tick();
        }

        Assert.Equal([0, 0.25, 0.75, 1.75, 3.75, 7.75], sent);
        Assert.Equal(TimeSpan.FromSeconds(15.75).Ticks, _time.GetTimestamp());
        Assert.Equal(TftpFailureKind.TimedOut, client.Failure!.Kind);
    }

    [Theory]
    [InlineData(1, TftpFailureKind.FileNotFound)]
    [InlineData(2, TftpFailureKind.AccessDenied)]
    [InlineData(4, TftpFailureKind.ServerError)]
    [InlineData(99, TftpFailureKind.ServerError)]
    public void An_error_of_the_server_ends_the_download(ushort code, TftpFailureKind kind)
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        client.Receive(new TftpError((TftpErrorCode)code, "no luck").ToArray(), Server);

        Assert.Equal(new TftpFailure(kind, "no luck"), client.Failure);
        Assert.Null(client.DueIn);
    }

    [Fact]
    public void Who_is_no_party_of_the_download_is_not_heard()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        client.Receive(new TftpOptionAcknowledgement([]).ToArray(), new IPEndPoint(Server.Address, 40_000));
        client.Receive(new TftpError(TftpErrorCode.FileNotFound, "spoofed").ToArray(), Server);

        Assert.Null(client.Failure);
    }

    [Theory]
    [InlineData("blksize", "x")]
    [InlineData("blksize", "0")]
    [InlineData("blksize", "70000")]
    [InlineData("tsize", "-1")]
    public void An_option_that_makes_no_sense_ends_the_download(string name, string value)
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        client.Receive(new TftpOptionAcknowledgement([new(name, value)]).ToArray(), Server);

        Assert.Equal(TftpFailureKind.MalformedPacket, client.Failure!.Kind);
        Assert.Contains(value, client.Failure.Message);
    }

    [Fact]
    public void A_file_of_absurd_size_is_not_taken()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        client.Receive(new TftpOptionAcknowledgement([new("tsize", "9000000000000")]).ToArray(), Server);

        Assert.Equal(TftpFailureKind.TooLarge, client.Failure!.Kind);
    }

    [Fact]
    public void A_block_larger_than_agreed_ends_the_download()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        client.Receive(new TftpData(1, Bytes(513)).ToArray(), Server);

        Assert.Equal(TftpFailureKind.MalformedPacket, client.Failure!.Kind);
    }

    [Fact]
    public void A_repeated_block_is_acknowledged_again_and_not_taken_twice()
    {
        var client = new TftpClient("f", Server, _time);
        client.Start();
        Take(client);
        var block = new TftpData(1, Bytes(512)).ToArray();
        client.Receive(block, Server);
        client.Receive(block, Server);
        Take(client);

        Assert.Equal(new TftpAcknowledgement(1).ToArray(), Take(client)!.Value.Payload.ToArray());
        client.Receive(new TftpData(2, default).ToArray(), Server);
        Assert.Equal(512, client.Content!.Value.Length);
    }

    [Fact]
    public void A_lost_block_is_sent_again_each_second_and_given_up_after_six_times()
    {
        var server = Serve(("f", Bytes(600)));
        server.Receive(Request("f"), Client);
        var sent = new List<double>();
        while (server.DueIn is { } due)
        {
            while (Take(server) is not null)
            {
                sent.Add(TimeSpan.FromTicks(_time.GetTimestamp()).TotalSeconds);
            }

            _time.Advance(due);
            server.Tick();
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], sent);
        Assert.Equal(0, server.Transfers);
    }

    [Fact]
    public void The_timeout_option_sets_the_interval()
    {
        var server = Serve(("f", Bytes(600)));
        server.Receive(Request("f", new TftpOption("timeout", "7")), Client);

        Assert.Equal([new TftpOption("timeout", "7")], Assert.IsType<TftpOptionAcknowledgement>(Take(server)).Options);
        Assert.Equal(TimeSpan.FromSeconds(7), server.DueIn);
    }

    [Fact]
    public void A_repeated_acknowledgement_sends_no_further_block()
    {
        var server = Serve(("f", Bytes(2000)));
        server.Receive(Request("f"), Client);
        server.Receive(new TftpAcknowledgement(1).ToArray(), Client);
        server.Receive(new TftpAcknowledgement(1).ToArray(), Client);
        Take(server);

        Assert.Equal(2, Assert.IsType<TftpData>(Take(server)).Block);
        Assert.Null(Take(server));
    }

    [Fact]
    public void Two_clients_read_the_same_file_side_by_side()
    {
        var server = Serve(("f", Bytes(600)));
        var other = new IPEndPoint(Client.Address, Client.Port + 1);
        server.Receive(Request("f"), Client);
        server.Receive(Request("f"), other);
        server.Receive(new TftpAcknowledgement(1).ToArray(), other);

        Assert.True(server.TryTakeOutput(out var first));
        Assert.True(server.TryTakeOutput(out var second));
        Assert.True(server.TryTakeOutput(out var third));
        Assert.Equal([Client, other, other], new[] { first, second, third }.Select(sent => sent.Destination));
    }

    [Theory]
    [InlineData("F", false, "octet", TftpErrorCode.FileNotFound)]
    [InlineData("/f", false, "octet", TftpErrorCode.FileNotFound)]
    [InlineData("../f", false, "octet", TftpErrorCode.FileNotFound)]
    [InlineData("f", true, "octet", TftpErrorCode.AccessViolation)]
    [InlineData("f", false, "netascii", TftpErrorCode.IllegalOperation)]
    public void What_cannot_be_served_is_refused_with_a_reason(string name, bool isWrite, string mode, TftpErrorCode code)
    {
        var server = Serve(("f", Bytes(1)));
        server.Receive(new TftpRequest(isWrite, name, mode, []).ToArray(), Client);

        Assert.Equal(code, Assert.IsType<TftpError>(Take(server)).Code);
        Assert.Equal(0, server.Transfers);
    }

    [Fact]
    public void A_client_that_wanted_only_the_size_ends_the_transfer()
    {
        var server = Serve(("f", Bytes(600)));
        server.Receive(Request("f", new TftpOption("tsize", "0")), Client);
        server.Receive(new TftpError(TftpErrorCode.NotDefined, "TFTP Aborted").ToArray(), Client);

        Assert.Equal((0, null), (server.Transfers, server.DueIn));
    }

    [Fact]
    public void Transfers_are_bounded()
    {
        var server = Serve(("f", Bytes(600)));
        for (var client = 0; client < 66_000; client++)
        {
            server.Receive(Request("f"), new IPEndPoint(client, Client.Port));
        }

        Assert.Equal(65_536, server.Transfers);
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Request(string name, params TftpOption[] options) => new TftpRequest(false, name, "octet", options).ToArray();

    private static TftpTransmission? Take(TftpClient client) => client.TryTakeOutput(out var sent) ? sent : null;

    private static TftpPacket? Take(TftpServer server) => server.TryTakeOutput(out var sent) ? TftpPacket.Read(sent.Payload) : null;

    private TftpServer Serve(params (string Name, byte[] Content)[] files) =>
        new(files.ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)file.Content), _time);

    private (TftpClient Client, int Blocks) Download(byte[] file, int blockSize = TftpClient.IpxeBlockSize)
    {
        var server = Serve(("f", file));
        var client = new TftpClient("f", Server, _time, blockSize);
        var blocks = 0;
        client.Start();
        while (Take(client) is { } sent)
        {
            server.Receive(sent.Payload, Client);
            while (server.TryTakeOutput(out var answer))
            {
                blocks += answer.Payload.Span[1] == 3 ? 1 : 0;
                client.Receive(answer.Payload, Server);
            }
        }

        Assert.Equal(0, server.Transfers);
        return (client, blocks);
    }
}
