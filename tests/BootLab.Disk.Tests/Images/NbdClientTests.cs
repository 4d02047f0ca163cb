using System.Buffers.Binary;
using BootLab.Disk.Images.Qemu;
using Xunit;

namespace BootLab.Disk.Tests.Images;

/// <summary>Servers that lie or break off: an error in words, never a hang or a large allocation.</summary>
public sealed class NbdClientTests
{
    private const long Size = 4096;

    [Fact]
    public void A_server_is_asked_for_its_export_and_read()
    {
        var server = new Script([.. Greeting(), .. Info(Size), .. OptionReply(1, []), .. Reply(1), .. new byte[] { 1, 2, 3 }, .. Reply(2, error: 5)]);
        var client = NbdClient.Connect(server);
        var bytes = new byte[3];

        client.Read(100, bytes);

        Assert.Equal(Size, client.Length);
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal("the NBD server cannot read 3 bytes at 0x1000: error 5", Assert.Throws<IOException>(() => client.Read(4096, bytes)).Message);

        // Flags, NBD_OPT_GO, a read of 3 bytes at 100.
        Assert.StartsWith(
            "00000003" + "49484156454f5054" + "00000007" + "00000006" + "000000000000" + "25609513" + "0000" + "0000" + "0000000000000001" + "0000000000000064" + "00000003",
            Convert.ToHexStringLower(server.Sent.ToArray()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the NBD server closed the connection")]
    [InlineData("485454502f312e312034303020426164207265710d0a", "expected 4e42444d41474943: the greeting of an NBD server")]
    [InlineData("4e42444d414749430000000000000000" + "0003", "newstyle negotiation")]
    [InlineData("4e42444d4147494349484156454f5054" + "0000", "found an NBD server with the flags 0000")]
    public void Greetings(string hex, string message) => AssertRefused(Convert.FromHexString(hex), message);

    [Fact]
    public void Absurd_options()
    {
        AssertRefused([.. Greeting(), .. OptionReply(0x80000006, [.. "no"u8])], "the NBD server refuses its export: error 6 no");
        AssertRefused([.. Greeting(), .. OptionReply(3, [], claimed: uint.MaxValue)], "found an NBD reply of 4294967295 bytes");
        AssertRefused([.. Greeting(), .. OptionReply(1, [])], "found an NBD export of 0 bytes");
        AssertRefused([.. Greeting(), .. Info(-1), .. OptionReply(1, [])], "found an NBD export of -1 bytes");
    }

    [Fact]
    public void An_answer_to_another_question()
    {
        var client = NbdClient.Connect(new Script([.. Greeting(), .. Info(Size), .. OptionReply(1, []), .. Reply(99)]));

        Assert.Equal("found 63 from the NBD server, expected 1: the reply to the one request", Assert.Throws<IOException>(() => client.Read(0, new byte[1])).Message);
    }

    private static void AssertRefused(byte[] answers, string message)
    {
        var server = new Script(answers);

        Assert.Contains(message, Assert.Throws<IOException>(() => NbdClient.Connect(server)).Message, StringComparison.Ordinal);
        Assert.True(server.IsClosed);
    }

    private static byte[] Greeting() => Convert.FromHexString("4e42444d4147494349484156454f5054" + "0003");

    private static byte[] Info(long size)
    {
        var info = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(info.AsSpan(2), size);
        return OptionReply(3, info);
    }

    private static byte[] OptionReply(uint type, byte[] data, uint? claimed = null)
    {
        var reply = new byte[20];
        BinaryPrimitives.WriteUInt64BigEndian(reply, 0x0003e889045565a9);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(8), 7);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(12), type);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(16), claimed ?? (uint)data.Length);
        return [.. reply, .. data];
    }

    private static byte[] Reply(ulong cookie, uint error = 0)
    {
        var reply = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(reply, 0x67446698);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4), error);
        BinaryPrimitives.WriteUInt64BigEndian(reply.AsSpan(8), cookie);
        return reply;
    }

    /// <summary>A connection whose other side says what is written down, whatever it hears.</summary>
    private sealed class Script(byte[] answers) : MemoryStream(answers, writable: false)
    {
        public List<byte> Sent { get; } = [];

        public bool IsClosed { get; private set; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer) => Sent.AddRange(buffer);

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
