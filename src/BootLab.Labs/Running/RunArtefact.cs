namespace BootLab.Labs.Running;

/// <summary>A file that a run left.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Content">What it holds, in a few words.</param>
/// <param name="OwnerOnly">Whether only its owner may read it, because it holds what went over the wire or into memory, CHAP secrets included.</param>
public sealed record RunArtefact(string Path, string Content, bool OwnerOnly);
