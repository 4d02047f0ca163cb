namespace BootLab.Vm.Running;

/// <summary>How long is waited for a guest, and how often it may restart.</summary>
public sealed record GuestLimits
{
    /// <summary>How long <see cref="GuestStage.Boot"/> may take.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long any other stage may take. A login that nobody answers takes open-iscsi longest.</summary>
    public TimeSpan Stage { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long is waited after a panic.</summary>
    public TimeSpan Panic { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limits of single stages, by name, which count more than the others here.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Single { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Restarts after which it is given up.</summary>
    public int Restarts { get; init; } = 2;

    /// <summary>How long a stage may take.</summary>
    public TimeSpan Of(GuestStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Single.TryGetValue(stage.Name, out var limit) ? limit : stage == GuestStage.Boot ? Boot : stage == GuestStage.Panic ? Panic : Stage;
    }
}
