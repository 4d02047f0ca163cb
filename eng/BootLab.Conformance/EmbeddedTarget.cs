using System.Net;
using BootLab.Iscsi.Target;

namespace BootLab.Conformance;

/// <summary>The embedded target as it is tested: a disk of 128 MiB, thin, on a free port of the loopback.</summary>
public sealed class EmbeddedTarget : IAsyncDisposable
{
    private const string Name = "iqn.2026-01.test:conformance";
    private const int Blocks = 128 * 2048;

    private readonly IscsiTargetServer _server;

    private EmbeddedTarget(IscsiTargetServer server) => _server = server;

    public string Url => $"iscsi://{_server.Portal}/{Name}/1";

    /// <summary>A disk as any other.</summary>
    public static EmbeddedTarget Disk() => Serve(new CopyOnWriteBlockStore(new ZeroBlockStore(Blocks)));

    /// <summary>A disk whose medium can be taken out.</summary>
    public static EmbeddedTarget RemovableDisk() => Serve(new CopyOnWriteBlockStore(new ZeroBlockStore(Blocks)), isRemovable: true);

    /// <summary>A disk that cannot be written.</summary>
    public static EmbeddedTarget ReadOnlyDisk() => Serve(new ZeroBlockStore(Blocks));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static EmbeddedTarget Serve(IBlockStore store, bool isRemovable = false)
    {
        var options = new TargetOptions { Name = Name, IsRemovable = isRemovable, Luns = new Dictionary<ushort, IBlockStore> { [1] = store } };
        return new EmbeddedTarget(IscsiTargetServer.Start(new TargetServer([options], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0)));
    }
}
