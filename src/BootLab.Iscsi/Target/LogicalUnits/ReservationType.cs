namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>Types of persistent reservations (SPC-4, 6.15.3.4).</summary>
internal enum ReservationType : byte
{
    /// <summary>There is no reservation.</summary>
    None = 0,
    WriteExclusive = 1,
    ExclusiveAccess = 3,
    WriteExclusiveRegistrantsOnly = 5,
    ExclusiveAccessRegistrantsOnly = 6,
    WriteExclusiveAllRegistrants = 7,
    ExclusiveAccessAllRegistrants = 8,
}
