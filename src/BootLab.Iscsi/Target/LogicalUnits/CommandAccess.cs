namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>What a command wants of the unit, from the least to the most; reservations of others forbid it from some degree on (SPC-4, 5.12; SBC-3, 4.16).</summary>
internal enum CommandAccess
{
    /// <summary>Conflicts with no reservation.</summary>
    None,

    /// <summary>Conflicts with RESERVE, but with no persistent reservation.</summary>
    State,

    /// <summary>Conflicts also with exclusive access.</summary>
    Read,

    /// <summary>Conflicts also with write exclusive.</summary>
    Write,
}
