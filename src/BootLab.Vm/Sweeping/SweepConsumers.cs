using BootLab.Os.Esxi;
using BootLab.Os.FreeBsd;
using BootLab.Os.Illumos;

namespace BootLab.Vm.Sweeping;

/// <summary>The consumers of a sweep, in the order of its columns.</summary>
public static class SweepConsumers
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<ISweepConsumer> All { get; } =
    [
        new TableConsumer(KernelAnswer.Model),
        new OpenIscsiConsumer(),
        new TableConsumer(new IsbootConsumer()),
        new TableConsumer(new IllumosConsumer()),
        new TableConsumer(new EsxiConsumer()),
        new WindowsConsumer(),
    ];
}
