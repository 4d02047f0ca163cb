using System.Globalization;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Capture;

/// <summary>A lab as a real iPXE and an emulated one can both boot it.</summary>
/// <param name="Lab">The lab, with the boot program that emulates the real one.</param>
/// <param name="Notes">What differs from the lab as it is written.</param>
internal sealed record CaptureConditions(LabFile Lab, IReadOnlyList<string> Notes)
{
    /// <summary>The NIC whose ROM boots.</summary>
    public NicSpec BootNic => Lab.Machine.Nics.First(nic => nic.Name == Lab.Rom.BootNic);

    /// <exception cref="VmException">A ROM out of a package cannot boot this lab.</exception>
    public static CaptureConditions Of(LabFile lab, IpxePackage package, HandOver? handOver)
    {
        var variant = LabRunner.Select(lab, package.Producer.Name);
        var (machine, rom) = (variant.Machine, variant.Rom);
        Refuse(machine.Firmware == FirmwareKind.Uefi && handOver?.Place == TableDelivery.LowMemory, "a UEFI machine, whose systems look for no table in low memory, expected one with a BIOS; hand the table over by ACPI");
        Refuse(rom.Driver != NicDriver.Native, "a boot program over UNDI, expected one with drivers of its own");
        Refuse(rom.Script is not null || rom.Settings.Count > 0, "a script or settings built into the boot program, expected none: the real one is the ROM as it is packaged");
        Refuse(machine.Nics.Count == 0, "a machine without NICs, expected one to boot from");
        var existing = lab.Targets.FirstOrDefault(target => target.Existing is not null);
        Refuse(existing is not null, $"the target {existing?.Iqn} on an existing server, expected embedded targets only");

        var notes = new List<string>();
        var networks = lab.Networks;
        if (handOver?.Place == TableDelivery.Acpi)
        {
            networks = UndescribedLab.Of(lab.Name, networks);
            notes.Add("iPXE attaches drives with --no-describe, so that it writes no table");
        }

        if (rom.BootNic is null)
        {
            rom = rom with { BootNic = machine.NicsInPciOrder.First().Name };
            notes.Add($"the ROM of the NIC '{rom.BootNic}' boots, as the lab names none");
        }

        Refuse(
            machine.Firmware == FirmwareKind.Uefi && machine.NicsInPciOrder.First().Name != rom.BootNic,
            $"that the NIC '{rom.BootNic}' boots, expected the first one by PCI address: on UEFI the package's iPXE tries all NICs in that order");

        AddNote(network => network.RouterAdvertisements is null, "router advertisements without a prefix on {0}: without any, iPXE waits 16 seconds for one");
        AddNote(network => network.RouterAdvertisements is { Managed: true }, "router advertisements on {0} do not send to DHCPv6, which nobody serves: iPXE would wait as long for that");

        return new CaptureConditions(
            lab with
            {
                Machine = machine,
                Rom = rom,
                Networks = [.. networks.Select(network => network with { RouterAdvertisements = (network.RouterAdvertisements ?? new RouterAdvertisementSpec()) with { Managed = false } })],
                Beside = [],
                Expect = new ExpectSpec(),
            },
            notes);

        void AddNote(Func<NetworkSpec, bool> applies, string note)
        {
            var names = lab.Networks.Where(applies).Select(network => network.Name).ToList();
            if (names.Count > 0)
            {
                notes.Add(string.Format(CultureInfo.InvariantCulture, note, string.Join(", ", names)));
            }
        }

        void Refuse(bool isImpossible, string what)
        {
            if (isImpossible)
            {
                throw new VmException($"{lab.Name}: found {what}");
            }
        }
    }
}
