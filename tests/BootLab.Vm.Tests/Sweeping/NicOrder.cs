using BootLab.Labs.Files;
using BootLab.Testing;

namespace BootLab.Vm.Tests.Sweeping;

/// <summary>The lab that comes with BootLab for sweeps.</summary>
internal static class NicOrder
{
    public static LabFile Lab { get; } = LabLoader.Load(Repository.PathTo("labs", "nic-order"));
}
