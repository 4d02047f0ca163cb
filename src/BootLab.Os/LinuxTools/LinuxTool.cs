using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Os.Linux;

namespace BootLab.Os.LinuxTools;

/// <summary>A tool that reads the tree which the kernel shows below /sys/firmware/ibft.</summary>
public abstract class LinuxTool : ITableConsumer
{
    private readonly LinuxKernel _kernel = new(LinuxVersion.Representatives[^1]);

    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract Statement Knowledge { get; }

    /// <summary>Whether it looks at targets; otherwise only NICs are shown.</summary>
    protected virtual bool ReadsTargets => false;

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var reading = _kernel.Read(input.Memory, LinuxKernel.FunctionsOf(input.Machine));
        if (reading.Tree.Folders.Count == 0)
        {
            var why = reading.Outcome == ConsumerOutcome.NotFound ? "Linux finds no table" : "Linux refuses the table";
            return new ConsumerView(reading.Outcome) { Address = reading.Address, Native = [$"{why}: there is no /sys/firmware/ibft"] };
        }

        var result = Run(new ToolInput(reading.Tree, input.Machine is { } machine ? LinuxInterface.Of(machine) : LinuxInterface.AsTold(reading.Tree)));
        return new ConsumerView(Combine(reading.Outcome, result.Outcome))
        {
            Address = reading.Address,
            Messages = result.Messages,
            Nics = Seen(reading, result, StructureId.Nic),
            Targets = ReadsTargets ? Seen(reading, result, StructureId.Target) : [],
            Native = result.Native,
        };
    }

    /// <summary>What the tool makes of the tree.</summary>
    internal abstract ToolResult Run(ToolInput input);

    // What the kernel read beyond the table nobody can foretell, and what it dropped no tool can use.
    private static ConsumerOutcome Combine(ConsumerOutcome kernel, ConsumerOutcome tool) => kernel == ConsumerOutcome.Undefined ? ConsumerOutcome.Undefined
        : tool == ConsumerOutcome.Accepted ? kernel
        : tool;

    private static List<SeenStructure> Seen(LinuxReading reading, ToolResult result, StructureId kind) =>
    [
        .. reading.Structures.Where(structure => structure.Id == (byte)kind).Select(structure =>
            structure.Fate == StructureFate.Shown && result.Fates.TryGetValue(structure.Name, out var fate)
                ? new SeenStructure(structure.Offset, structure.Name, fate.IsUsed, fate.Summary)
                : new SeenStructure(structure.Offset, structure.Name, false, "not shown by the kernel")),
    ];
}
