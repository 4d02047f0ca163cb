using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>Carries a command out; the CDB is 16 bytes long and has no bit that the command does not know.</summary>
internal delegate ScsiOutcome CommandHandler(ItlNexus nexus, ReadOnlySpan<byte> cdb);

/// <summary>A command that the disk knows.</summary>
internal sealed class DiskCommand
{
    private readonly Cdb _foreignBits;

    /// <summary>Describes a command.</summary>
    /// <param name="usage">The CDB usage data of REPORT SUPPORTED OPERATION CODES, as hexadecimal text: the operation code, then a bit for each bit that counts.</param>
    /// <param name="access">What it wants.</param>
    /// <param name="needsMedium">Whether it fails while the medium is out.</param>
    /// <param name="handler">Carries it out.</param>
    /// <param name="serviceAction">The low five bits of byte 1; null for a command without.</param>
    public DiskCommand(string usage, CommandAccess access, bool needsMedium, CommandHandler handler, byte? serviceAction = null)
    {
        Usage = Convert.FromHexString(usage.Replace(" ", "", StringComparison.Ordinal));
        Access = access;
        NeedsMedium = needsMedium;
        Handler = handler;
        ServiceAction = serviceAction;

        Span<byte> foreign = stackalloc byte[Cdb.Length];
        foreign.Clear();
        for (var i = 1; i < Usage.Length; i++)
        {
            foreign[i] = (byte)~Usage[i];
        }

        if (serviceAction is not null)
        {
            foreign[1] &= 0xe0;
            Usage[1] |= serviceAction.Value;
        }

        _foreignBits = Cdb.FromBytes(foreign);
    }

    public byte Code => Usage[0];

    public byte? ServiceAction { get; }

    public byte[] Usage { get; }

    public CommandAccess Access { get; }

    public bool NeedsMedium { get; }

    public CommandHandler Handler { get; }

    /// <summary>Whether the CDB asks for nothing that the command does not have; what lies behind its length does not count.</summary>
    public bool Understands(Cdb cdb) => (cdb.High & _foreignBits.High) == 0 && (cdb.Low & _foreignBits.Low) == 0;
}
