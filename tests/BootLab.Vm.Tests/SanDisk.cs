using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using PrefixOrigin = BootLab.Ibft.PrefixOrigin;

namespace BootLab.Vm.Tests;

/// <summary>The embedded target on loopback, with a small ext4 disk that has a file "marker"; guests reach it over QEMU's user network.</summary>
internal sealed class SanDisk : IAsyncDisposable
{
    public const string Name = "iqn.2026-11.lab.bootlab:disk";
    public const string Marker = "this is the disk of the lab";

    // QEMU's user network gives this address to the host's loopback.
    private static readonly IPAddress _hostAsSeenByGuests = IPAddress.Parse("10.0.2.2");

    private readonly IscsiTargetServer _server;
    private readonly CopyOnWriteBlockStore _store;

    public SanDisk(TargetChap? chap = null, PduObserver? observer = null)
    {
        _store = new CopyOnWriteBlockStore(new MemoryBlockStore(MakeImage()));
        var options = new TargetOptions { Name = Name, Chap = chap, Luns = new Dictionary<ushort, IBlockStore> { [0] = _store } };
        var targets = new TargetServer([options], new Random(1), TimeProvider.System, Logins.Add, observer);
        _server = IscsiTargetServer.Start(targets, new IPEndPoint(IPAddress.Loopback, 0));
    }

    public IPEndPoint Portal => _server.Portal;

    /// <summary>Address and port as guests reach them.</summary>
    public string PortalForGuests => $"{_hostAsSeenByGuests}:{_server.Portal.Port}";

    public List<LoginRecord> Logins { get; } = [];

    /// <summary>A table that names this disk for the NIC at 08:04.0.</summary>
    public byte[] Table(TargetContent? credentials = null)
    {
        var nic = new NicContent
        {
            Flags = IbftFlags.Valid | IbftFlags.BootSelected,
            IpAddress = IbftAddress.From(IPAddress.Parse("10.0.2.15")),
            SubnetMaskPrefix = 24,
            Origin = PrefixOrigin.Dhcp,
            Gateway = IbftAddress.From(_hostAsSeenByGuests),
            MacAddress = PhysicalAddress.Parse("52-54-00-00-08-40"),
            PciBdf = 0x0820,
        };
        var target = (credentials ?? new TargetContent()) with
        {
            Flags = IbftFlags.Valid | IbftFlags.BootSelected,
            IpAddress = IbftAddress.From(_hostAsSeenByGuests),
            Port = (ushort)_server.Portal.Port,
            Name = ByteString.FromString(Name),
        };
        return IbftWriter.Write(TableLayouts.Ipxe2017.Place(new IbftContent
        {
            OemId = "BOOTLB",
            OemTableId = "BOOTLAB",
            Initiator = new InitiatorContent { Name = ByteString.FromString("iqn.2026-11.lab.bootlab:guest") },
            Nics = [nic],
            Targets = [target],
        }));
    }

    /// <summary>Whether a text is somewhere on the disk.</summary>
    public bool Contains(string text)
    {
        var content = new byte[_store.BlockCount * _store.BlockSize];
        _store.Read(0, content);
        return content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A small ext4 file system with the marker.</summary>
    public static byte[] MakeImage()
    {
        using var folder = new TemporaryFolder();
        folder.Write("content/marker", Encoding.ASCII.GetBytes(Marker + "\n"));
        var image = folder.PathTo("disk.img");
        var made = PeerProcess.Run(Requires.Tool("mke2fs", "e2fsprogs"), ["-q", "-t", "ext4", "-d", folder.PathTo("content"), image, "8M"]);
        return made.ExitCode == 0 ? File.ReadAllBytes(image) : throw new InvalidOperationException(made.Error);
    }
}
