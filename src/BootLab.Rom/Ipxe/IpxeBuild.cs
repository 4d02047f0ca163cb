using BootLab.Firmware.Bios;
using BootLab.Ibft.Layouts;
using BootLab.Machine;

namespace BootLab.Rom.Ipxe;

/// <summary>
/// What tells one revision of gPXE or iPXE from another, as far as a SAN boot can see it. Each behaviour is there from the day of the commit that brought it.
/// </summary>
public sealed record IpxeBuild
{
    private static readonly DateOnly Today = new(2026, 8, 21);

    private IpxeBuild(BootProgram program, FirmwareKind firmware)
    {
        Program = program;
        Firmware = firmware;
        Date = program.Date;
    }

    /// <summary>The program and its day.</summary>
    public BootProgram Program { get; }

    /// <summary>BIOS or UEFI build.</summary>
    public FirmwareKind Firmware { get; }

    /// <summary>The day of the source.</summary>
    public DateOnly Date { get; }

    /// <summary>Whether it is gPXE: other name, fewer commands, no operators between commands.</summary>
    public bool IsGpxe => Program.Kind == BootProgramKind.Gpxe;

    /// <summary>The name in the banner.</summary>
    public string ProductName => IsGpxe ? "gPXE" : "iPXE";

    /// <summary>The version in the banner.</summary>
    public string Version => IsGpxe ? "1.0.0" : Program.Name == "ipxe-36a4c85" ? "1.0.0+git-20190125.36a4c85-5.1" : Date < new DateOnly(2026, 1, 1) ? "1.0.0+" : "2.0.0+";

    /// <summary>How this build fills a table.</summary>
    public ProducerProfile Table => IsBootLab ? ProducerProfiles.BootLab : IsGpxe ? ProducerProfiles.Gpxe100 : ProducerProfiles.IpxeOf(Date);

    /// <summary>Whether it is BootLab's own producer: today's iPXE, but every NIC of the machine goes into the table.</summary>
    public bool IsBootLab => Program.Kind == BootProgramKind.Bootlab;

    /// <summary>The size of the buffer that all xBFT tables of a BIOS build share (XBFTAB_SIZE); null where there is no limit.</summary>
    public int? TableBufferSize => Firmware == FirmwareKind.Bios ? Table.LowMemoryLimit : null;

    /// <summary>Where the build lies in base memory on BIOS, and the table in it; of most builds that is not known.</summary>
    public RomBuild Placement => IsBootLab ? RomBuild.BootLab
        : Program.Name == "ipxe-36a4c85" ? RomBuild.Ipxe36a4c85
        : Program.Name == "ipxe" ? RomBuild.Ipxe0ab2277c
        : RomBuild.Assumed;

    /// <summary>How a NIC is chosen for a destination.</summary>
    public RoutingPolicy Routing => Since(2025, 6, 10) ? RoutingPolicy.LongestPrefix : RoutingPolicy.FirstMatch;

    /// <summary>Whether global look-ups go to the NIC opened last (66ea4581).</summary>
    public bool HasNetX => !IsGpxe && Since(2013, 7, 13);

    /// <summary>Whether <c>||</c>, <c>&amp;&amp;</c> and <c>;</c> separate commands.</summary>
    public bool HasSeparators => !IsGpxe;

    /// <summary>Whether IPv6 is configured beside DHCP, by any configurator that succeeds.</summary>
    public bool ConfiguresIpv6 => !IsGpxe && Since(2013, 11, 7);

    /// <summary>Whether autoboot from an option ROM tries only the NIC that owns the ROM (123bae9d).</summary>
    public bool FiltersAutobootNic => !IsGpxe && Since(2014, 3, 3);

    /// <summary>Whether a lease that a PXE ROM left behind is taken over (10d19bd2).</summary>
    public bool UsesCachedDhcp => !IsGpxe && Since(2013, 10, 25);

    /// <summary>Whether brackets protect the colons of an IPv6 address in a root path (c84f9d67).</summary>
    public bool BracketsProtectIpv6 => Since(2018, 3, 1);

    /// <summary>Whether one drive may have several paths (the rewrite of SAN devices, 2017-03).</summary>
    public bool HasMultipath => Since(2017, 3, 28);

    /// <summary>Whether INT 13h looks for a drive's own number before it looks at natural numbers (8da22a59); before, the first drive attached with either wins.</summary>
    public bool PrefersOwnDriveNumber => Since(2024, 3, 5);

    /// <summary>The beginning of the initiator name when none is given (960dee6d); null: gPXE's rule.</summary>
    public string? DefaultInitiatorPrefix => !IsGpxe && Since(2011, 3, 3) ? "iqn.2010-04.org.ipxe:" : null;

    /// <summary>
    /// Null when a captured run of this build on this firmware equals the emulation byte for byte; otherwise what to say beside its tables.
    /// </summary>
    public string? Unconfirmed => Program.Name switch
    {
        "bootlab" => "BootLab's own producer, not a firmware's",
        "ipxe-36a4c85" => null,
        // The captured run of today's program has one NIC with a route: nothing in it depends on the routing of 2025-06-10.
        "ipxe" => "routing from source, not compared",
        _ => "from source, not compared",
    };

    /// <summary>The build of a program for a firmware.</summary>
    public static IpxeBuild For(BootProgram program, FirmwareKind firmware)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new IpxeBuild(program.Kind == BootProgramKind.Bootlab ? program with { Date = Today } : program, firmware);
    }

    /// <summary>Whether the source is of that day or later.</summary>
    public bool Since(int year, int month, int day) => Date >= new DateOnly(year, month, day);
}
