namespace BootLab.Disk.Ntfs;

/// <summary>By whose rules a name is made.</summary>
public enum NtfsNamespace
{
    /// <summary>Any characters but / and NUL; case counts.</summary>
    Posix = 0,

    /// <summary>A long name of Windows, which has a short one beside it.</summary>
    Win32 = 1,

    /// <summary>The short name (8.3) of a long one.</summary>
    Dos = 2,

    /// <summary>A name of Windows that is short enough for DOS.</summary>
    Win32AndDos = 3,
}
