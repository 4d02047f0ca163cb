namespace BootLab.Rules;

/// <summary>Who is hurt by a breach.</summary>
[Flags]
public enum Consumers
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Nobody in particular: the specification of the table asks for it, so any reader may.</summary>
    Specification = 1 << 0,

    /// <summary>Nobody in particular: what one would want of any network boot.</summary>
    Practice = 1 << 1,

    /// <summary>The Linux kernel and the programs that read its <c>/sys/firmware/ibft</c>.</summary>
    Linux = 1 << 2,

    /// <summary>Windows from Vista and Server 2008 on.</summary>
    Windows = 1 << 3,

    /// <summary>Windows XP and Server 2003 with sanbootconf.</summary>
    Windows2003 = 1 << 4,

    /// <summary>Windows Server 2012 as it was released, without later fixes.</summary>
    Windows2012Rtm = 1 << 5,

    /// <summary>The one Windows Server 2012 of serverfault 477708.</summary>
    SeedOrdering = 1 << 6,

    /// <summary>VMware ESXi.</summary>
    Esxi = 1 << 7,

    /// <summary>FreeBSD with isboot.</summary>
    FreeBsd = 1 << 8,

    /// <summary>illumos.</summary>
    Illumos = 1 << 9,

    /// <summary>Whoever writes or carries the table: boot programs, QEMU.</summary>
    Producers = 1 << 10,
}
