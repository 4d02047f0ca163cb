using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Dhcp;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>A client on a clock of its own; the test plays the servers.</summary>
internal sealed class ClientScript
{
    public static readonly PhysicalAddress Mac = PhysicalAddress.Parse("52-54-00-00-00-01");
    public static readonly DhcpClientIdentity Identity = new()
    {
        Mac = Mac,
        Uuid = Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10"),
        PciVendor = 0x8086,
        PciDevice = 0x100e,
    };

    public ClientScript(DhcpClientProfile profile, DhcpClientIdentity? identity = null)
    {
        Client = new DhcpClient(profile, identity ?? Identity, new Random(1), Time);
    }

    public ManualTime Time { get; } = new();

    public DhcpClient Client { get; }

    /// <summary>What has been sent: seconds since the start, and the message.</summary>
    public List<(double At, DhcpMessage Message, DhcpTransmission Wire)> Sent { get; } = [];

    /// <summary>Starts the client, or lets time pass up to <paramref name="seconds"/>, doing what is due on the way.</summary>
    public ClientScript RunTo(double seconds)
    {
        var end = TimeSpan.FromSeconds(seconds);
        if (Client.State == DhcpClientState.Idle)
        {
            Client.Start();
        }

        Collect();
        while (Client.DueIn is { } due && Now + due <= end)
        {
            Time.Advance(due);
            Client.Tick();
            Collect();
        }

        Time.MoveTo(end);
        return this;
    }

    /// <summary>Lets time pass until the session has ended; the result is the second at which it did.</summary>
    public double RunToEnd()
    {
        RunTo(Now.TotalSeconds);
        while (!Client.IsDone)
        {
            Assert.NotNull(Client.DueIn);
            RunTo((Now + Client.DueIn.Value).TotalSeconds);
        }

        return Now.TotalSeconds;
    }

    public ClientScript Receive(DhcpMessage message, string server = "10.0.2.2", int port = 67)
    {
        Client.Receive(message.ToArray(), new IPEndPoint(IPAddress.Parse(server), port));
        Collect();
        return this;
    }

    public DhcpMessage Answer(DhcpMessageType type, string address = "10.0.2.15", string server = "10.0.2.2", params DhcpOption[] more) => new()
    {
        Op = BootpOperation.Reply,
        Xid = Client.Xid,
        Yiaddr = IPAddress.Parse(address),
        Chaddr = Mac.GetAddressBytes(),
        Options =
        [
            new(DhcpOptionCode.MessageType, (byte[])[(byte)type]),
            new(DhcpOptionCode.ServerIdentifier, IPAddress.Parse(server).GetAddressBytes()),
            .. more,
        ],
    };

    private TimeSpan Now => TimeSpan.FromTicks(Time.GetTimestamp());

    private void Collect()
    {
        while (Client.TryTakeOutput(out var wire))
        {
            Sent.Add((Now.TotalSeconds, DhcpMessage.Read(wire.Payload), wire));
        }
    }
}
