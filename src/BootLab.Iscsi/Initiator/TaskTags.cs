namespace BootLab.Iscsi.Initiator;

/// <summary>Initiator task tags of the form <c>base | counter</c> with a counter of 16 bits. iPXE has one counter for all its sessions: share one object among them.</summary>
/// <param name="tagBase">The upper half of every tag; iPXE 0x18ae0000, gPXE 0.</param>
public sealed class TaskTags(uint tagBase)
{
    private ushort _counter;

    /// <summary>The next tag; the first is base + 1.</summary>
    public uint Next() => tagBase | ++_counter;
}
