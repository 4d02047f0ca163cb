using BootLab.Machine;

namespace BootLab.Vm.Layout;

/// <summary>QEMU's network cards by the PCI ids that a lab gives its NICs.</summary>
internal static class QemuModels
{
    private static readonly Dictionary<(ushort Vendor, ushort Device), string> s_models = new()
    {
        [Ids(NicModel.E1000)] = "e1000",
        [Ids(NicModel.E1000e)] = "e1000e",
        [Ids(NicModel.VirtioNet)] = "virtio-net-pci",
        [(0x8086, 0x1008)] = "e1000-82544gc",
        [(0x8086, 0x100f)] = "e1000-82545em",
        [(0x10ec, 0x8139)] = "rtl8139",
        [(0x15ad, 0x07b0)] = "vmxnet3",
        [(0x1022, 0x2000)] = "pcnet",
    };

    /// <summary>The card that is a NIC, or stands in for one that QEMU does not have.</summary>
    /// <exception cref="PciLayoutException">QEMU has none, and none is to stand in.</exception>
    public static string Of(NicSpec nic, NicModel? standIn) =>
        s_models.GetValueOrDefault(Ids(nic.Model)) ?? (standIn is null ? null : s_models[Ids(standIn)])
        ?? throw new PciLayoutException(
            $"found the NIC '{nic.Name}' with the model {nic.Model.Name} ({nic.Model.VendorId:x4}:{nic.Model.DeviceId:x4}), expected one that QEMU has "
            + $"({string.Join(", ", s_models.Values)}); name one to stand in: machine: {{qemu: {{nic: e1000}}}}");

    private static (ushort, ushort) Ids(NicModel model) => (model.VendorId, model.DeviceId);
}
