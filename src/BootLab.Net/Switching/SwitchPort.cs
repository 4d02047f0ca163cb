using BootLab.Net.Links;

namespace BootLab.Net.Switching;

/// <summary>One port of an <see cref="EthernetSwitch"/> and what is plugged in there.</summary>
public sealed class SwitchPort : IEthernetPort
{
    private readonly EthernetSwitch _owner;

    internal SwitchPort(EthernetSwitch owner, int index, string name)
    {
        _owner = owner;
        Index = index;
        Name = name;
    }

    /// <summary>The port's place in <see cref="EthernetSwitch.Ports"/>.</summary>
    public int Index { get; }

    /// <summary>A name for messages and captures.</summary>
    public string Name { get; }

    /// <summary>Whether the port has link; without it frames are dropped in both directions, those in flight included.</summary>
    public bool IsLinkUp { get; set; }

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get; set; }

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame) => _owner.Enter(this, frame);

    /// <inheritdoc/>
    public void SetFilter(in ReceiveFilter filter) => _owner.SetFilter(this, filter);
}
