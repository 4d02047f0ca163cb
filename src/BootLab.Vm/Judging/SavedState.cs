namespace BootLab.Vm.Judging;

/// <summary>The state of a guest that waits for its first table.</summary>
/// <param name="File">The file that it is in.</param>
/// <param name="Mark">The random word of the boot that it comes from.</param>
internal sealed record SavedState(string File, string Mark);
