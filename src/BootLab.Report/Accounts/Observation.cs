using BootLab.Machine;

namespace BootLab.Report.Accounts;

/// <summary>How the watching of a machine ended.</summary>
public enum WatchEnd
{
    /// <summary>The time for it was over.</summary>
    Limit,

    /// <summary>The system switched the machine off.</summary>
    SwitchedOff,

    /// <summary>It restarted more often than was waited for.</summary>
    RestartedTooOften,

    /// <summary>QEMU itself ended.</summary>
    QemuEnded,

    /// <summary>Somebody stopped it.</summary>
    Interrupted,
}

/// <summary>How far a system was seen to come. Nothing is concluded that does not show from outside.</summary>
public enum Reached
{
    /// <summary>No boot sector was entered; on UEFI, where that is not seen, nobody logged in.</summary>
    NoBoot,

    /// <summary>A boot sector was entered, or on UEFI the boot program logged in; no other initiator did.</summary>
    NotLoggedIn,

    /// <summary>The system's own initiator logged in, and the machine did not restart after it.</summary>
    LoggedIn,

    /// <summary>The machine restarted by itself, and did not get to a login of the system that lasted.</summary>
    Restarts,
}

/// <summary>A boot of a machine from somebody's own disk, as it showed from outside: on the wire, on its console, in QEMU's events.</summary>
public sealed record Observation
{
    /// <summary>The lab's name.</summary>
    public required string Lab { get; init; }

    /// <summary>The full path of the lab's file.</summary>
    public required string LabFile { get; init; }

    /// <summary>What <see cref="TableOf"/> is for a table that is no run's.</summary>
    public const string TableOfFile = "file";

    /// <summary>Where the table is from: a run of the lab, or <see cref="TableOfFile"/>.</summary>
    public required string TableOf { get; init; }

    /// <summary>The table that the system was given.</summary>
    public required byte[] Table { get; init; }

    /// <summary><see cref="LowMemory"/> or <see cref="Acpi"/>.</summary>
    public required string HandOver { get; init; }

    /// <summary>The table is handed over in low memory.</summary>
    public const string LowMemory = "lowmem";

    /// <summary>The table is handed over among QEMU's ACPI tables.</summary>
    public const string Acpi = "acpi";

    /// <summary>The physical address, in low memory, of the table in the last boot; null by ACPI, or when no boot came so far.</summary>
    public ulong? Address { get; init; }

    /// <summary>What the BIOS said when the disk's boot sector was entered last; null on UEFI, or when no boot came so far.</summary>
    public BiosData? Bios { get; init; }

    /// <summary>The machine's firmware; on UEFI no entry of a boot sector is seen.</summary>
    public FirmwareKind Firmware { get; init; }

    /// <summary>The version of BootLab.</summary>
    public required string BootLab { get; init; }

    /// <summary>The version of QEMU.</summary>
    public required string Qemu { get; init; }

    /// <summary>The package of the boot program, with its version.</summary>
    public required string Package { get; init; }

    /// <summary><c>tcg</c> or <c>kvm</c>.</summary>
    public required string Accelerator { get; init; }

    /// <summary>The memory of the machine, in MiB.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>The format of the disk image as QEMU calls it, such as <c>raw</c> or <c>vhdx</c>.</summary>
    public required string ImageFormat { get; init; }

    /// <summary>The size of the disk, in bytes.</summary>
    public required long ImageBytes { get; init; }

    /// <summary>The boots in their order; each restart begins one.</summary>
    public required IReadOnlyList<ObservedBoot> Boots { get; init; }

    /// <summary>How the watching ended.</summary>
    public required WatchEnd End { get; init; }

    /// <summary>How long it was watched.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What differs from the lab as it is written.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How often the machine restarted by itself.</summary>
    public int Restarts => Boots.Count - 1;

    /// <summary>How far the system came.</summary>
    public Reached Reached =>
        End != WatchEnd.RestartedTooOften && Boots[^1].SystemLogin is not null ? Reached.LoggedIn
        : Restarts > 0 ? Reached.Restarts
        : Started(Boots[^1]) ? Reached.NotLoggedIn
        : Reached.NoBoot;

    /// <summary>Whether a boot program was started in any boot, as far as that is seen.</summary>
    public bool StartedDisk => Boots.Any(Started);

    private bool Started(ObservedBoot boot) => boot.BootSectorAt is not null || (Firmware == FirmwareKind.Uefi && boot.Logins.Any(login => login.Status == 0));
}

/// <summary>What was seen from one start of the machine to the next, or to the end.</summary>
public sealed record ObservedBoot
{
    /// <summary>When it began, since the machine was switched on.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>When a boot sector was entered, the disk's or that of a medium; null when none was, or on UEFI, where that is not seen.</summary>
    public TimeSpan? BootSectorAt { get; init; }

    /// <summary>Logins that the lab's targets saw.</summary>
    public IReadOnlyList<ObservedLogin> Logins { get; init; } = [];

    /// <summary>The network cards, in PCI order.</summary>
    public IReadOnlyList<ObservedNic> Nics { get; init; } = [];

    /// <summary>Crashes that the system told QEMU of.</summary>
    public IReadOnlyList<ObservedPanic> Panics { get; init; } = [];

    /// <summary>The first login of an initiator that is not the boot program's, and succeeded.</summary>
    public ObservedLogin? SystemLogin => Logins.FirstOrDefault(login => login is { IsSystem: true, Status: 0 });
}

/// <summary>A login that ended.</summary>
/// <param name="At">When, since the machine was switched on.</param>
/// <param name="From">The initiator's address.</param>
/// <param name="Initiator">The name that it gave; null for none.</param>
/// <param name="Target">The target that it wanted; null for none.</param>
/// <param name="Isid">The initiator's part of the session identifier, 12 hexadecimal digits. It begins with who wrote the initiator.</param>
/// <param name="IsSystem">Whether it is another initiator than the boot program's, told by the ISID.</param>
/// <param name="Auth"><c>None</c>, <c>CHAP</c> or <c>mutual CHAP</c>.</param>
/// <param name="Status">Class and detail (RFC 7143, 11.13.5); 0 for success.</param>
public sealed record ObservedLogin(TimeSpan At, string From, string? Initiator, string? Target, string Isid, bool IsSystem, string Auth, ushort Status);

/// <summary>What was seen of a network card.</summary>
/// <param name="Name">The lab's name for it.</param>
/// <param name="Pci">Where it is.</param>
/// <param name="Frames">Frames that it sent.</param>
/// <param name="FramesAfterLogin">Frames that it sent after the system's login.</param>
/// <param name="DhcpClients">The vendor classes (DHCP option 60) of those that asked for a lease through it, in order; <c>(none)</c> for one without.</param>
public sealed record ObservedNic(string Name, PciAddress Pci, int Frames, int FramesAfterLogin, IReadOnlyList<string> DhcpClients);

/// <summary>A crash that the system told QEMU of.</summary>
/// <param name="At">When, since the machine was switched on.</param>
/// <param name="StopCode">The stop code, where the system gave it (Hyper-V's crash registers); null otherwise.</param>
public sealed record ObservedPanic(TimeSpan At, uint? StopCode);
