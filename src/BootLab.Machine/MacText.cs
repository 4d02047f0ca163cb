using System.Net.NetworkInformation;

namespace BootLab.Machine;

/// <summary>How a MAC address is shown.</summary>
public static class MacText
{
    /// <summary><c>52:54:00:00:08:40</c>.</summary>
    public static string Format(PhysicalAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return string.Join(':', address.GetAddressBytes().Select(value => value.ToString("x2")));
    }
}
