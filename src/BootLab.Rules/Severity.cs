namespace BootLab.Rules;

/// <summary>How much a breach matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Works, but worse than it could, or not everywhere.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Error,
}
