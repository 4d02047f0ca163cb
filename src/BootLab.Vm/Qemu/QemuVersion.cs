using System.Text;

namespace BootLab.Vm.Qemu;

/// <summary>Which QEMU this host has.</summary>
internal static class QemuVersion
{
    /// <summary>The first line of its own words, which name the package's revision too.</summary>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    public static async Task<string> FindAsync(CancellationToken cancellation)
    {
        var words = await HostProgram.RunAsync(HostProgram.Require("qemu-system-x86_64", "qemu-system-x86"), ["--version"], cancellation: cancellation);
        return Encoding.UTF8.GetString(words).Split('\n')[0];
    }
}
