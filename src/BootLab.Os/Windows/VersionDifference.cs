using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>Something that a version of Windows does and others do not, or that is known of it in another way.</summary>
/// <param name="Trait">What.</param>
/// <param name="Fact">The matter's id in the catalogue of facts.</param>
/// <param name="Statement">What is known of this version, and how.</param>
public sealed record VersionDifference(WindowsTrait Trait, string Fact, Statement Statement);
