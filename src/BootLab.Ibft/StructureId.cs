namespace BootLab.Ibft;

/// <summary>The first byte of every structure (iBFT 1.4.2). Values from 6 are reserved; they survive a round trip.</summary>
public enum StructureId : byte
{
    /// <summary>No structure.</summary>
    Reserved = 0,

    /// <summary>The offsets of all other structures; always at byte 48.</summary>
    Control = 1,

    /// <summary>Name and servers of the initiator.</summary>
    Initiator = 2,

    /// <summary>One network interface.</summary>
    Nic = 3,

    /// <summary>One target and its boot LUN.</summary>
    Target = 4,

    /// <summary>Extensions; no producer is known to write them.</summary>
    Extensions = 5,
}
