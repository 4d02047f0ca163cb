using System.Net.NetworkInformation;
using BootLab.Ibft;

namespace BootLab.Os.Windows.Tables;

/// <summary>What a table says of NICs.</summary>
internal static class TableNics
{
    /// <summary>Whether it lists the NIC with a MAC address, as VALID (T-NIC-1).</summary>
    public static bool Lists(this IbftTable table, PhysicalAddress mac) => table.Nics.Any(nic => nic.IsValid && nic.MacAddress.Equals(mac));
}
