using BootLab.Machine;

namespace BootLab.Vm.Layout;

/// <summary>
/// Bridges that give functions the PCI addresses they are to have in a guest. A firmware numbers buses depth first, in the order of the bridges' addresses: a bus that is wanted gets a bridge on
/// bus 0, and the numbers before it are used up by a bridge with as many empty bridges behind it as are needed. All is one PCI root, so that every firmware, boot program and system finds it,
/// and interrupts arrive. (Behind QEMU's expander bridges, which bring a bus number of their own, a Linux on q35 gets none from cards without MSI.)
/// </summary>
public sealed class PciLayout
{
    private const int DevicesOnBus = 32;
    private const int FunctionsOfDevice = 8;

    private readonly string _root;

    private PciLayout(string root, IReadOnlyList<string> devices) => (_root, Devices) = (root, devices);

    /// <summary>Values of <c>-device</c> for the bridges, and for function 0 where only later functions are wanted: no system looks at these without it.</summary>
    public IReadOnlyList<string> Devices { get; }

    /// <summary>Plans the bridges.</summary>
    /// <param name="type">The machine.</param>
    /// <param name="addresses">The addresses that are wanted, each once.</param>
    /// <exception cref="PciLayoutException">QEMU cannot give one of them.</exception>
    public static PciLayout Plan(QemuMachineType type, IReadOnlyCollection<PciAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var chipSet = type == QemuMachineType.Q35 ? ChipSet.Q35 : ChipSet.Pc;
        foreach (var address in addresses)
        {
            chipSet.Check(address);
        }

        byte[] buses = [.. addresses.Select(address => address.Bus).Where(bus => bus != 0).Distinct().Order()];
        if (buses.Length > chipSet.MostBuses)
        {
            throw new PciLayoutException($"found functions on {buses.Length} buses besides bus 0, expected at most {chipSet.MostBuses} on QEMU's {chipSet.Name}, as its BIOS has no ports for more bridges; put some on the same bus");
        }

        var devices = new List<string>(Bridges(chipSet, buses, addresses));
        foreach (var device in addresses.GroupBy(address => (address.Bus, address.Device)).Where(device => device.All(address => address.Function != 0)))
        {
            devices.Add($"pci-testdev,bus={BusName(chipSet.Root, device.Key.Bus)},addr={device.Key.Device:x}.0,multifunction=on");
        }

        return new PciLayout(chipSet.Root, devices);
    }

    /// <summary>The bus of an address, by QEMU's name.</summary>
    public string BusOf(PciAddress address) => BusName(_root, address.Bus);

    private static string BusName(string root, int bus) => bus == 0 ? root : $"bus{bus}";

    private static IEnumerable<string> Bridges(ChipSet chipSet, byte[] buses, IReadOnlyCollection<PciAddress> addresses)
    {
        // Numbers of the bridges on bus 0, and for each how many empty ones are behind it.
        var onRoot = new List<(int Bus, int Behind)>();
        var next = 1;
        foreach (var bus in buses)
        {
            if (bus > next)
            {
                onRoot.Add((next, bus - next - 1));
            }

            onRoot.Add((bus, 0));
            next = bus + 1;
        }

        int[] free = [.. Enumerable.Range(0, DevicesOnBus).Where(device => !chipSet.Own.ContainsKey(device) && !addresses.Any(address => address.Bus == 0 && address.Device == device))];
        if (onRoot.Count > free.Length * FunctionsOfDevice)
        {
            throw new PciLayoutException($"found {free.Length} free devices on bus 0, expected one for every {FunctionsOfDevice} of the {onRoot.Count} bridges to the other buses; move a NIC from bus 0");
        }

        foreach (var (number, (bus, behind)) in onRoot.Index())
        {
            yield return Bridge(chipSet.Root, bus, free[number / FunctionsOfDevice], number % FunctionsOfDevice);
            for (var empty = 0; empty < behind; empty++)
            {
                yield return Bridge(BusName(chipSet.Root, bus), bus + 1 + empty, empty / FunctionsOfDevice, empty % FunctionsOfDevice);
            }
        }
    }

    private static string Bridge(string parent, int bus, int device, int function) =>
        $"pci-bridge,id=bus{bus},bus={parent},addr={device:x}.{function},chassis_nr={bus},shpc=off{(function == 0 ? ",multifunction=on" : "")}";

    /// <summary>What a machine has on bus 0 already, and how many bridges with cards behind them its BIOS finds I/O ports for, of which each takes 4 KiB (seen with SeaBIOS 1.16).</summary>
    private sealed record ChipSet(string Name, string Root, IReadOnlyDictionary<int, string> Own, int MostBuses)
    {
        public static readonly ChipSet Pc = new("pc", "pci.0", new Dictionary<int, string> { [0] = "the host bridge", [1] = "the PIIX3" }, 8);
        public static readonly ChipSet Q35 = new("q35", "pcie.0", new Dictionary<int, string> { [0] = "the host bridge", [0x1f] = "the ICH9" }, 14);

        public void Check(PciAddress address)
        {
            if (address.Segment != 0)
            {
                throw new PciLayoutException($"found the PCI address {address}, expected one in segment 0, as QEMU's machines have no other; leave the segment out");
            }

            if (address.Bus == 0 && Own.TryGetValue(address.Device, out var owner))
            {
                throw new PciLayoutException($"found the PCI address {address}, expected another device, as {owner} of QEMU's {Name} is there; move the NIC, or take the other machine type");
            }
        }
    }
}
