namespace BootLab.Report.Accounts;

/// <summary>An account that somebody has sent in.</summary>
/// <param name="Source">What they tell, with the neutral values that it came with.</param>
/// <param name="BootLab">The version of BootLab that wrote it.</param>
/// <param name="NotSent">What its predictions used and it does not have.</param>
/// <param name="Then">What it says that was foretold.</param>
public sealed record SentAccount(AccountSource Source, string BootLab, IReadOnlyList<string> NotSent, IReadOnlyList<Foretold> Then);
