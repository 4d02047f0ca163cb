namespace BootLab.Os.Windows;

/// <summary>Versions of Windows that behave alike, oldest first.</summary>
public enum WindowsGeneration
{
    /// <summary>XP and Server 2003, with sanbootconf.</summary>
    Xp,

    /// <summary>Vista and Server 2008.</summary>
    Vista,

    /// <summary>7 and Server 2008 R2.</summary>
    Seven,

    /// <summary>8 and Server 2012.</summary>
    Eight,

    /// <summary>8.1 and Server 2012 R2.</summary>
    EightOne,

    /// <summary>10, Server 2016 and 2019.</summary>
    Ten,

    /// <summary>11 before 24H2, Server 2022.</summary>
    Eleven,

    /// <summary>11 24H2 and later, Server 2025.</summary>
    Eleven24H2,
}

/// <summary>A version of Windows.</summary>
/// <param name="Id">Its short name, such as <c>2012</c>, <c>2012-hotfix</c>, <c>11</c>.</param>
/// <param name="Name">Its name in text, such as <c>Windows Server 2012 RTM</c>.</param>
/// <param name="Generation">What it behaves like.</param>
public sealed record WindowsRelease(string Id, string Name, WindowsGeneration Generation);
