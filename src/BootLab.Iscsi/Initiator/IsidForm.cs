namespace BootLab.Iscsi.Initiator;

/// <summary>How a producer makes its ISID.</summary>
public enum IsidForm
{
    /// <summary>40 00 27 23 and a random qualifier: iPXE.</summary>
    FenSystemsRandom,

    /// <summary>40 00 27 23 00 00: gPXE.</summary>
    FenSystemsZero,

    /// <summary>The MAC address with the two top bits cleared: EDK2. Needs <see cref="InitiatorOptions.Mac"/>.</summary>
    Mac,
}
