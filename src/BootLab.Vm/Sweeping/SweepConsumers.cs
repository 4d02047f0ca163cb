using BootLab.Os;
using BootLab.Rules.Predicting;

namespace BootLab.Vm.Sweeping;

/// <summary>The consumers of a sweep, in the order of its columns.</summary>
public static class SweepConsumers
{
    /// <summary>All there are: those that judge a table alone, and those that judge it on the lab's machine and networks.</summary>
    public static IReadOnlyList<ISweepConsumer> All { get; } =
        [.. ConsumerRegistry.All.Select(reader => new TableConsumer(reader)), new LoginConsumer(), .. Predictor.Profiles.Select(profile => new WindowsConsumer(profile))];
}
