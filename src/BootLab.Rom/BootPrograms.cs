using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Rom.Edk2;
using BootLab.Rom.Ipxe;
using BootLab.Rom.Undi;

namespace BootLab.Rom;

/// <summary>The boot programs that can be run.</summary>
public static class BootPrograms
{
    /// <summary>The program that the machine's configuration names, with the NICs its driver gives it.</summary>
    public static IBootProgram Create(BootEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Rom switch
        {
            { Program.Kind: BootProgramKind.Edk2 } => new Edk2Program(environment),
            { Driver: NicDriver.Undi } => new ChainLoadedProgram(environment),
            _ => new IpxeProgram(environment, environment.Nics),
        };
    }

    /// <summary>Where a program puts the parts of its tables.</summary>
    public static TableLayout LayoutOf(RomSpec rom, FirmwareKind firmware)
    {
        ArgumentNullException.ThrowIfNull(rom);
        return rom.Program.Kind switch
        {
            BootProgramKind.Edk2 => ProducerProfiles.Edk2.Layout,
            BootProgramKind.Bootlab => ProducerProfiles.BootLab.Layout with { Index = rom.Index },
            _ => IpxeBuild.For(rom.Program, firmware).Table.Layout,
        };
    }
}
