namespace BootLab.Rules.Mending;

/// <summary>Something that was mended.</summary>
/// <param name="What">What is different now.</param>
/// <param name="Why">Why it had to be.</param>
public sealed record TableChange(string What, string Why);
