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
    private readonly bool _reportsPowerOn;
    private readonly Func<IEnumerable<ushort>> _units;

    /// <summary>Makes the server of a unit.</summary>
    /// <param name="store">The disk; null when the unit does not exist.</param>
    /// <param name="identity">Name and unit, for the identification pages.</param>
    /// <param name="units">All units of the target, for REPORT LUNS.</param>
    /// <param name="reportsPowerOn">Whether the first command of every session meets UNIT ATTENTION.</param>
    public DeviceServer(IBlockStore? store, DiskIdentity identity, Func<IEnumerable<ushort>> units, bool reportsPowerOn)
    {
        Store = store;
        Identity = identity;
        _units = units;
        _reportsPowerOn = reportsPowerOn;
        _medium = MediumGates.GetValue(store ?? new object(), _ => new Lock());
    }

    /// <summary>The disk; null when the unit does not exist.</summary>
    public IBlockStore? Store { get; }

    public DiskIdentity Identity { get; }

    /// <summary>Whether sense data go out in descriptor format (D_SENSE of the control mode page).</summary>
    public bool UsesDescriptorSense { get; private set; }

    /// <summary>A session comes to the unit.</summary>
    public ItlNexus Join(NexusName name)
    {
        var nexus = new ItlNexus(this, name);
        if (_reportsPowerOn)
        {
            nexus.Attend(SenseData.PowerOnOrReset);
        }

        lock (_gate)
        {
            _nexuses.Add(nexus);
        }

        return nexus;
    }

    /// <summary>A session is over: what it reserved is free.</summary>
    public void Lose(ItlNexus nexus)
    {
        lock (_gate)
        {
            _nexuses.Remove(nexus);
        }
    }

    /// <summary>Logical unit reset, also as part of a target reset (SAM-5, 6.3.3): everything temporary is forgotten and every session is told.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            foreach (var nexus in _nexuses)
            {
                nexus.Attend(SenseData.PowerOnOrReset);
            }
        }
    }

    /// <summary>Runs a command, or says which data it wants moved.</summary>
    public ScsiOutcome Execute(ItlNexus nexus, Cdb cdb)
    {
        // These three are answered whatever waits (SAM-5, 5.14).
        if (cdb.OperationCode is not (OperationCode.Inquiry or OperationCode.ReportLuns or OperationCode.RequestSense) && nexus.TryTakeAttention(out var attention))
        {
            return ScsiOutcome.Check(attention);
        }

        return DiskCommands.Execute(cdb, Store, Identity, _units());
    }

    /// <summary>Takes blocks that a command announced in <see cref="ScsiOutcome.WriteBlocks"/>, piece by piece.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public SenseData? Take(DataOutUse use, long block, ReadOnlySpan<byte> data)
    {
        try
        {
            lock (_medium)
            {
                Store!.Write(block, data);
            }

            return null;
        }
        catch (IOException)
        {
            return SenseData.WriteError;
        }
    }

    /// <summary>All blocks of a command were taken.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public SenseData? Finish(DataOutUse use)
    {
        if (use is not (DataOutUse.WriteThrough or DataOutUse.WriteAndVerify))
        {
            return null;
        }

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
}
