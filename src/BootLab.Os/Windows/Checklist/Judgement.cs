namespace BootLab.Os.Windows.Checklist;

/// <summary>What was found, and what it means.</summary>
internal readonly record struct Judgement(string Found, CheckState State, string Text = "")
{
    /// <summary>Fine, or else the state given with what follows from it.</summary>
    public static Judgement Of(string found, bool isFine, CheckState otherwise, string text) => isFine ? new(found, CheckState.Ok) : new(found, otherwise, text);

    /// <summary>It cannot be said.</summary>
    public static Judgement Unknown(string found, string text) => new(found, CheckState.Unknown, text);

    /// <summary>Nothing is wanted.</summary>
    public static Judgement Info(string found, string text = "") => new(found, CheckState.Info, text);
}
