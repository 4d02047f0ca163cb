using System.Globalization;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Os.Linux;

/// <summary>
/// The Linux kernel on x86: how it finds the table and what its module iscsi_ibft makes of it. It works on the bytes as the module does, structure after structure, without bounds where the module has none.
/// Evidence: <c>observed</c> for 6.1, whose answers are compared by <c>bootlab vm fuzz</c>; <c>source</c> for other versions.
/// </summary>
public sealed class LinuxKernel(LinuxVersion version) : ITableConsumer
{
    /// <summary>Which version.</summary>
    public LinuxVersion Version { get; } = version;

    /// <inheritdoc/>
    public string Id => $"linux-{Version}";

    /// <inheritdoc/>
    public string Name => $"Linux {Version}";

    /// <inheritdoc/>
    public Statement Knowledge => (Version.Major, Version.Minor, Version.LimitsPrefix) == (LinuxVersion.Observed.Major, LinuxVersion.Observed.Minor, true)
        ? new Statement("the answers of a real kernel, of the same stable series, to random tables are the same", Evidence.Observed, "LINUX-JUDGE", "LINUX-IBFT")
        : new Statement("read from the source of this version and its neighbours", Evidence.Source, "LINUX-IBFT");

    /// <summary>What it finds and shows.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="hasFunction">Which PCI functions of segment 0 the machine has: their NICs get a link <c>device</c>. All, when it is left out.</param>
    public LinuxReading Read(BootMemory memory, Func<PciAddress, bool>? hasFunction = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (LinuxFinder.Find(memory) is not { } found)
        {
            return new LinuxReading(ConsumerOutcome.NotFound, Address: null) { Messages = ["No iBFT detected."] };
        }

        var reading = new IbftModule(new TableBytes(memory.Bytes, found.Address), Version, hasFunction ?? (_ => true)).Load(found.Address);
        return found.IsByAcpi ? reading : reading with { SearchMessages = [$"iBFT found at 0x{found.Address.ToString(Version.PrintsWideAddress ? "x16" : "x", CultureInfo.InvariantCulture)}."] };
    }

    /// <inheritdoc/>
    public ConsumerView View(ConsumerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var reading = Read(input.Memory, FunctionsOf(input.Machine));
        return new ConsumerView(reading.Outcome)
        {
            Address = reading.Address,
            Messages = [.. reading.SearchMessages, .. reading.Messages, .. reading.Undefined.Select(undefined => $"undefined: {undefined.Path}: {undefined.Reason}")],
            Nics = Seen(reading, StructureId.Nic),
            Targets = Seen(reading, StructureId.Target),
            Native = [.. reading.Tree.Entries.Select(entry => entry.ToString())],
        };
    }

    /// <summary>The PCI functions of a machine of which only the NICs are known: those, and the host bridge at 00:00.0. Null without a machine.</summary>
    public static Func<PciAddress, bool>? FunctionsOf(MachineSpec? machine) =>
        machine is null ? null : function => function == default || machine.Nics.Any(nic => nic.Pci == function);

    private static List<SeenStructure> Seen(LinuxReading reading, StructureId kind) =>
        [.. reading.Structures.Where(structure => KindOf(structure) == kind).Select(structure => new SeenStructure(structure.Offset, structure.Name, structure.Fate == StructureFate.Shown, Summary(structure, reading)))];

    /// <summary>What a structure is, or what it should have been by the field that names it.</summary>
    private static StructureId KindOf(LinuxStructure structure) => structure.Fate is StructureFate.OutOfTable or StructureFate.UnknownId or StructureFate.Ignored
        ? (structure.SlotOffset - IbftOffsets.Control.Position) switch
        {
            IbftOffsets.Control.Nic0 or IbftOffsets.Control.Nic1 => StructureId.Nic,
            IbftOffsets.Control.Target0 or IbftOffsets.Control.Target1 => StructureId.Target,
            _ => StructureId.Reserved,
        }
        : (StructureId)structure.Id;

    private static string Summary(LinuxStructure structure, LinuxReading reading) => structure.Fate switch
    {
        StructureFate.Shown when structure.Id != (byte)StructureId.Nic => "shown",
        StructureFate.Shown => reading.Tree[structure.Name, "device"] is { } device ? $"shown, linked to {device}" : "shown, without a link to a PCI function",
        StructureFate.OutOfTable => "dropped in silence: its offset is not in the table",
        StructureFate.WrongLength => "dropped: its length is not that of its kind",
        StructureFate.Ignored => $"dropped in silence: its id is {structure.Id}",
        StructureFate.UnknownId => $"dropped: its id is {structure.Id}, which is not known",
        StructureFate.Collision => $"the whole table is refused: there is a {structure.Name} already",
        _ => "torn down with the whole table",
    };
}
