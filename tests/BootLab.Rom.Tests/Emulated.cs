using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Switching;
using BootLab.Rom.Ipxe;
using BootLab.Rom.Journal;

namespace BootLab.Rom.Tests;

/// <summary>What a script left behind.</summary>
internal sealed record ScriptRun(IpxeProgram Program, BootOutcome Outcome, IReadOnlyList<string> Console, TimeSpan Elapsed);

/// <summary>A BIOS machine with NICs that nobody answers, and a boot program with a script built in.</summary>
internal static class Emulated
{
    private const int BannerLines = 3;

    public static readonly MachineSpec Machine = new()
    {
        Uuid = Guid.Parse("11223344-5566-7788-99aa-bbccddeeff00"),
        Smbios = new SmbiosSpec("Maker", "Box 2000", "S-1", "A-9"),
        Nics = [Nic(0), Nic(1)],
    };

    /// <summary>Runs lines as a script; the first line that makes it one is put in front.</summary>
    public static ScriptRun Script(string lines, string producer = "ipxe-36a4c85", MachineSpec? machine = null) =>
        Run([.. (producer.StartsWith("gpxe", StringComparison.Ordinal) ? "#!gpxe\n"u8 : "#!ipxe\n"u8), .. System.Text.Encoding.Latin1.GetBytes(lines)], producer, machine);

    /// <summary>The lines that a script prints.</summary>
    public static IReadOnlyList<string> Console(string lines, string producer = "ipxe-36a4c85") => Script(lines, producer).Console;

    public static ScriptRun Run(byte[] script, string producer = "ipxe-36a4c85", MachineSpec? machine = null)
    {
        machine ??= Machine;
        var loop = EventLoop.CreateVirtual(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return loop.Run(async () =>
        {
            var segment = new EthernetSwitch(loop);
            var journal = new BootJournal(loop);
            var nics = machine.NicsInPciOrder.Select(nic => new MachineNic(nic, segment.AddPort(nic.Name, nic.LinkUp))).ToList();
            var environment = new BootEnvironment
            {
                Loop = loop,
                Machine = machine,
                Nics = nics,
                Rom = new RomSpec { Program = BootProgram.Parse(producer), Script = ContentSpec.FromText(System.Text.Encoding.Latin1.GetString(script)) },
                Journal = journal,
                Memory = new MachineMemory(machine),
                Random = new Random(1),
            };
            var program = new IpxeProgram(environment, nics);
            var outcome = await program.RunAsync();
            var console = journal.Console.Split('\n').Skip(BannerLines).ToList();
            if (console is [.., ""])
            {
                console.RemoveAt(console.Count - 1);
            }

            return new ScriptRun(program, outcome, console, loop.Now);
        });
    }

    public static NicSpec Nic(int index) => new()
    {
        Name = $"nic{index}",
        Mac = new PhysicalAddress([0x52, 0x54, 0, 0, 0, (byte)(index + 1)]),
        Pci = new PciAddress(0, 0, (byte)(4 + index), 0),
    };
}
