namespace BootLab.Os.Windows.Checklist;

/// <summary>What a line of the checklist says, the weightiest last.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing is wanted.</summary>
    Info,

    /// <summary>It cannot be said: a value, file or hive is missing or cannot be read.</summary>
    Unknown,

    /// <summary>Windows may boot, with less than it should have, or not every time.</summary>
    Warning,

    /// <summary>Windows does not boot from iSCSI like this.</summary>
    Wrong,
}
