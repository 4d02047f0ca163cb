namespace BootLab.Iscsi.Initiator;

/// <summary>What an initiator does with a NOP-In that wants an answer.</summary>
public enum PingAnswer
{
    /// <summary>It answers with NOP-Out (RFC 7143, 11.19).</summary>
    Answer,

    /// <summary>It goes on as if nothing had come: iPXE since 4524cc11, EDK2.</summary>
    Ignore,

    /// <summary>It closes the session: gPXE and older iPXE.</summary>
    Close,
}
