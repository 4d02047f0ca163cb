using System.Text;

namespace BootLab.Machine;

/// <summary>
/// Device instance paths as Windows since Vista makes them of a PCI function: bus, ids, and an instance that comes from the serial number of the function, else from its slot.
/// The instance of a slot is written <c>SLOT&amp;08:04.0</c>: Windows has a hash of the parent there, which nobody documents.
/// </summary>
public static class DeviceInstance
{
    /// <summary>The path of a NIC; null when it is no PCI function, because then nothing here says what its bus is called.</summary>
    public static string? PathOf(NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return nic.Attachment is NicAttachment.Pci or NicAttachment.Wireless ? $@"{DeviceOf(nic)}\{InstanceOf(nic)}" : null;
    }

    /// <summary>The part that names the model: <c>PCI\VEN_8086&amp;DEV_100E&amp;SUBSYS_11001AF4&amp;REV_03</c>, without what is not known.</summary>
    private static string DeviceOf(NicSpec nic)
    {
        var text = new StringBuilder($@"PCI\VEN_{nic.Model.VendorId:X4}&DEV_{nic.Model.DeviceId:X4}");
        if (nic.Subsystem is { } subsystem)
        {
            text.Append($"&SUBSYS_{subsystem:X8}");
        }

        if (nic.Revision is { } revision)
        {
            text.Append($"&REV_{revision:X2}");
        }

        return text.ToString();
    }

    private static string InstanceOf(NicSpec nic) => nic.SerialNumber is { } serial
        ? $"{serial:X16}{nic.Pci.Function:X2}"
        : $"SLOT&{nic.Pci}";
}
