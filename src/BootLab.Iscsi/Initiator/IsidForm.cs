namespace BootLab.Iscsi.Initiator;

/// <summary>How an initiator makes its ISID.</summary>
public enum IsidForm
{
    /// <summary>Type 10b, 24 random bits and a qualifier of 0 (RFC 7143, 11.12.5).</summary>
    Random,

    /// <summary>40 00 27 23 and a random qualifier: iPXE.</summary>
    FenSystemsRandom,

    /// <summary>40 00 27 23 00 00: gPXE.</summary>
    FenSystemsZero,

    /// <summary>The MAC address with the two top bits cleared: EDK2. Needs <see cref="InitiatorOptions.Mac"/>.</summary>
    Mac,
}
