namespace BootLab.Vm.Emission;

/// <summary>A file that an emission needs.</summary>
/// <param name="Name">Its name in the folder of the emission.</param>
/// <param name="Content">Its bytes.</param>
public sealed record EmittedFile(string Name, byte[] Content);
