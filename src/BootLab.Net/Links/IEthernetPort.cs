namespace BootLab.Net.Links;

/// <summary>
/// Where a network interface is plugged in: a port of the lab's switch, and on a live network a host interface. Frames are whole Ethernet II
/// frames from the destination address on, without preamble and FCS.
/// </summary>
public interface IEthernetPort
{
    /// <summary>Whether the port has link.</summary>
    bool IsLinkUp { get; }

    /// <summary>Called on the loop for each frame that arrives; the bytes are valid for as long as they are held and must not be changed.</summary>
    Action<ReadOnlyMemory<byte>>? Received { get; set; }

    /// <summary>Sends a frame; a port without link drops it. The caller gives the bytes away.</summary>
    void Send(ReadOnlyMemory<byte> frame);

    /// <summary>Says which frames are wanted. A hint: a port may deliver more, and one that cannot filter ignores it.</summary>
    void SetFilter(in ReceiveFilter filter)
    {
    }
}
