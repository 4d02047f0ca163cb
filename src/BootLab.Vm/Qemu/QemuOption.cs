namespace BootLab.Vm.Qemu;

/// <summary>QEMU's option syntax.</summary>
internal static class QemuOption
{
    /// <summary>A value inside name=value,name=value: a comma is written twice.</summary>
    public static string Value(string text) => text.Replace(",", ",,", StringComparison.Ordinal);
}
