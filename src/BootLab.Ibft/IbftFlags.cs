namespace BootLab.Ibft;

/// <summary>Bits of the flags byte, which is the sixth of every structure.</summary>
public static class IbftFlags
{
    /// <summary>Initiator, NIC, target: the block is valid.</summary>
    public const byte Valid = 0x01;

    /// <summary>Initiator, NIC, target: the firmware booted from it.</summary>
    public const byte BootSelected = 0x02;

    /// <summary>NIC: a global address; clear for a link-local one.</summary>
    public const byte NicGlobal = 0x04;

    /// <summary>Target: CHAP through RADIUS.</summary>
    public const byte TargetRadiusChap = 0x04;

    /// <summary>Target: reverse CHAP through RADIUS.</summary>
    public const byte TargetRadiusReverseChap = 0x08;

    /// <summary>Control: called "boot failover" by EDK2, FreeBSD and fwts, "single login only" by iPXE and u-root.</summary>
    public const byte ControlBootFailover = 0x01;
}
