using System.Runtime.CompilerServices;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>
/// The device server of one logical unit (SAM-5, 4.6): carries out commands of all sessions over one disk, and keeps what these share.
/// Safe for several threads at once.
/// </summary>
internal sealed class DeviceServer
{
    /// <summary>Longest parameter data that a command may take, in bytes.</summary>
    public const int MaxParameterLength = 1 << 20;

    // One gate a disk, so that COMPARE AND WRITE is whole also when several units show the same disk.
    private static readonly ConditionalWeakTable<object, Lock> MediumGates = [];

    private readonly Lock _gate = new();
    private readonly List<ItlNexus> _nexuses = [];
    private readonly Lock _medium;
    private readonly Func<IEnumerable<ushort>> _units;
    private volatile bool _isMediumOut;

    /// <summary>Makes the server of a unit.</summary>
    /// <param name="store">The disk; null when the unit does not exist.</param>
    /// <param name="identity">Name and unit, for the identification pages.</param>
    /// <param name="units">All units of the target, for REPORT LUNS.</param>
    public DeviceServer(IBlockStore? store, DiskIdentity identity, Func<IEnumerable<ushort>> units)
    {
        Store = store;
        Identity = identity;
        _units = units;
        _medium = MediumGates.GetValue(store ?? new object(), _ => new Lock());
        Limits = new BlockLimits(store?.BlockSize ?? 512);
        Reservations = new Reservations(this);
    }

    /// <summary>The disk; null when the unit does not exist.</summary>
    public IBlockStore? Store { get; }

    public DiskIdentity Identity { get; }

    public BlockLimits Limits { get; }

    public Reservations Reservations { get; }

    public ModeParameters Mode { get; } = new();

    /// <summary>Whether the first command of every session meets UNIT ATTENTION.</summary>
    public bool ReportsPowerOn { get; init; }

    /// <summary>Whether the medium can be taken out (RMB).</summary>
    public bool IsRemovable { get; init; }

    /// <summary>Whether the medium was taken out.</summary>
    public bool IsMediumOut => _isMediumOut;

    /// <summary>Whether sense data go out in descriptor format (D_SENSE of the control mode page).</summary>
    public bool UsesDescriptorSense => Mode.UsesDescriptorSense;

    /// <summary>Numbers of all units of the target.</summary>
    public IEnumerable<ushort> UnitNumbers => _units();

    /// <summary>A session comes to the unit.</summary>
    public ItlNexus Join(NexusName name)
    {
        var nexus = new ItlNexus(this, name);
        if (ReportsPowerOn)
        {
            nexus.Attend(SenseData.PowerOnOrReset);
        }

        lock (_gate)
        {
            _nexuses.Add(nexus);
        }

        return nexus;
    }

    /// <summary>A session is over: what it reserved with RESERVE is free.</summary>
    public void Lose(ItlNexus nexus)
    {
        lock (_gate)
        {
            _nexuses.Remove(nexus);
        }

        Reservations.Lose(nexus);
    }

    /// <summary>Logical unit reset, also as part of a target reset (SAM-5, 6.3.3): what is not meant to last is forgotten, and every session is told.</summary>
    public void Reset()
    {
        Reservations.Reset();
        Mode.Reset();
        foreach (var nexus in Nexuses())
        {
            nexus.AbortTasks();
            nexus.PreventsRemoval = false;
            nexus.Attend(SenseData.PowerOnOrReset);
        }
    }

    /// <summary>Tells every session but the one that made it so.</summary>
    public void AttendOthers(ItlNexus but, SenseData attention) => Attend(nexus => nexus != but, attention);

    /// <summary>Tells the sessions that are meant.</summary>
    public void Attend(Func<ItlNexus, bool> isMeant, SenseData attention)
    {
        foreach (var nexus in Nexuses().Where(isMeant))
        {
            nexus.Attend(attention);
        }
    }

    /// <summary>Drops the tasks of the sessions that are meant: PREEMPT AND ABORT.</summary>
    public void AbortTasks(Func<ItlNexus, bool> isMeant)
    {
        foreach (var nexus in Nexuses().Where(isMeant))
        {
            nexus.AbortTasks();
        }
    }

    /// <summary>Takes a removable medium out or puts it back.</summary>
    /// <returns>False when an initiator keeps it where it is.</returns>
    public bool TryMoveMedium(ItlNexus by, bool isOut)
    {
        if (Array.Exists(Nexuses(), nexus => nexus.PreventsRemoval))
        {
            return false;
        }

        if (_isMediumOut && !isOut)
        {
            AttendOthers(by, SenseData.MediumMayHaveChanged);
        }

        _isMediumOut = isOut;
        return true;
    }

    /// <summary>Runs a command, or says which data it wants moved.</summary>
    /// <param name="nexus">Who asks.</param>
    /// <param name="cdb">The command.</param>
    /// <param name="dataOutLength">Bytes that the initiator has for the command.</param>
    public ScsiOutcome Execute(ItlNexus nexus, Cdb cdb, uint dataOutLength)
    {
        // These three are answered whatever waits (SAM-5, 5.14), and by units that do not exist (SPC-4, 6.6, 6.33, 6.39).
        if (cdb.OperationCode is not (OperationCode.Inquiry or OperationCode.ReportLuns or OperationCode.RequestSense))
        {
            if (Store is null)
            {
                return ScsiOutcome.Check(SenseData.LogicalUnitNotSupported);
            }

            if (nexus.TryTakeAttention(out var attention))
            {
                return ScsiOutcome.Check(attention);
            }
        }

        if (CommandTable.Find(cdb) is not { } command)
        {
            return ScsiOutcome.Check(CommandTable.HasServiceActions(cdb.OperationCode) ? SenseData.InvalidFieldInCdb : SenseData.InvalidOperationCode);
        }

        var outcome = Reservations.Conflicts(nexus, command.Access) ? ScsiOutcome.ReservationConflict
            : command.NeedsMedium && _isMediumOut ? ScsiOutcome.Check(SenseData.MediumNotPresent)
            : command.Understands(cdb) ? Execute(command, nexus, cdb)
            : ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        return outcome.IsExact && outcome.ParameterLength != dataOutLength ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb) : outcome;
    }

    /// <summary>Takes blocks that a command announced in <see cref="ScsiOutcome.WriteBlocks"/>, piece by piece.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public SenseData? Take(DataOutUse use, long block, ReadOnlySpan<byte> data)
    {
        try
        {
            lock (_medium)
            {
                return BlockCommands.Take(Store!, use, block, data);
            }
        }
        catch (IOException)
        {
            return use == DataOutUse.Compare ? SenseData.UnrecoveredReadError : SenseData.WriteError;
        }
    }

    /// <summary>All blocks of a command were taken.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public SenseData? Finish(DataOutUse use) => use is DataOutUse.WriteThrough or DataOutUse.WriteAndVerify or DataOutUse.WriteAndCompare or DataOutUse.OrThrough ? Flush() : null;

    /// <summary>Makes what was written safe.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public SenseData? Flush()
    {
        try
        {
            Store!.Flush();
            return null;
        }
        catch (IOException)
        {
            return SenseData.WriteError;
        }
    }

    /// <summary>Changes the disk while no other command does.</summary>
    public ScsiOutcome Change(Func<IBlockStore, ScsiOutcome> change)
    {
        try
        {
            lock (_medium)
            {
                return change(Store!);
            }
        }
        catch (IOException)
        {
            return ScsiOutcome.Check(SenseData.WriteError);
        }
    }

    /// <summary>Why the disk must not be written; null when it may.</summary>
    public SenseData? WriteProtection() => Store!.IsReadOnly ? SenseData.WriteProtected : Mode.IsWriteProtected ? SenseData.SoftwareWriteProtected : null;

    private static ScsiOutcome Execute(DiskCommand command, ItlNexus nexus, Cdb cdb)
    {
        Span<byte> bytes = stackalloc byte[Cdb.Length];
        cdb.CopyTo(bytes);
        return command.Handler(nexus, bytes);
    }

    private ItlNexus[] Nexuses()
    {
        lock (_gate)
        {
            return [.. _nexuses];
        }
    }
}
