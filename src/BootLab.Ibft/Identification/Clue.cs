namespace BootLab.Ibft.Identification;

/// <summary>Something in a table that speaks for or against a producer.</summary>
/// <param name="Subject">What was looked at, such as <c>string order</c>.</param>
/// <param name="Fits">Whether it is what this producer writes.</param>
/// <param name="Text">What was found, and when it does not fit what the producer would have written.</param>
public sealed record Clue(string Subject, bool Fits, string Text);
