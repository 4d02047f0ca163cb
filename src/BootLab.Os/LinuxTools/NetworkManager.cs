using BootLab.Os.Knowledge;

namespace BootLab.Os.LinuxTools;

/// <summary>
/// NetworkManager in the first file system: <c>nm-initrd-generator</c> makes a connection of each NIC, by MAC address and whatever the flags say. After the first NIC that it cannot use, in the order of
/// the MAC addresses, it goes on with an error that it has freed, and all further NICs are lost.
/// </summary>
public sealed class NetworkManager : LinuxTool
{
    /// <inheritdoc/>
    public override string Id => "networkmanager";

    /// <inheritdoc/>
    public override string Name => "NetworkManager";

    /// <inheritdoc/>
    public override Statement Knowledge { get; } = new("its connections for many trees are those that the real generator makes", Evidence.Observed, "NM-1.42", "NM-IBFT");

    internal override ToolResult Run(ToolInput input) => new NetworkManagerRun(input).Run();
}
