using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Dhcp;
using BootLab.Testing;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>A server 10.0.2.2 on a clock of its own; the test plays the clients.</summary>
internal sealed class ServerScript
{
    public static readonly IPAddress Address = IPAddress.Parse("10.0.2.2");

    public ServerScript(DhcpSpec spec)
    {
        Server = new DhcpServer(spec, Address, Time) { Observed = Events.Add };
    }

    public ManualTime Time { get; } = new();

    public DhcpServer Server { get; }

    public List<DhcpServerEvent> Events { get; } = [];

    public static DhcpSpec Pool(string first, string last, params DhcpOptionSpec[] options) => new()
    {
        PoolFirst = IPAddress.Parse(first),
        PoolLast = IPAddress.Parse(last),
        Answer = new DhcpAnswerSpec { LeaseSeconds = 3600, Options = options },
    };

    public static PhysicalAddress Client(int number) => new([0x52, 0x54, 0, 0, 0, (byte)number]);

    public static DhcpMessage Message(int client, DhcpMessageType type, params DhcpOption[] options) => new()
    {
        Xid = 0x1234,
        Chaddr = Client(client).GetAddressBytes(),
        Options = [new(DhcpOptionCode.MessageType, (byte[])[(byte)type]), .. options],
    };

    public static DhcpOption Option(byte code, string address) => new(code, IPAddress.Parse(address).GetAddressBytes());

    /// <summary>Sends a message and returns the answer, or null.</summary>
    public (DhcpMessage Message, DhcpTransmission Wire)? Ask(DhcpMessage request, int port = 67)
    {
        Server.Receive(request.ToArray(), new IPEndPoint(request.Ciaddr, 68), port);
        return Take();
    }

    public (DhcpMessage Message, DhcpTransmission Wire)? Take() =>
        Server.TryTakeOutput(out var wire) ? (DhcpMessage.Read(wire.Payload), wire) : null;

    public DhcpMessage Discover(int client, params DhcpOption[] options) => Ask(Message(client, DhcpMessageType.Discover, options))!.Value.Message;

    public DhcpMessage Request(int client, string address, params DhcpOption[] options) =>
        Ask(Message(client, DhcpMessageType.Request, [Option(54, "10.0.2.2"), Option(50, address), .. options]))!.Value.Message;
}
