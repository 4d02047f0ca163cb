namespace BootLab.Os.Windows.Conditions;

/// <summary>NIC drivers that cannot serve the paging path (W-CX-1).</summary>
public static class DriverModels
{
    // Realtek's, which Windows 11 has; its NDIS miniport for the same cards is rt640x64.
    private static readonly string[] s_netAdapterCx = ["rtcx21", "rtcx21x64"];

    /// <summary>Whether a driver, by its service or its file, is known to be a NetAdapterCx client.</summary>
    public static bool IsNetAdapterCx(string? service)
    {
        var name = service.AsSpan();
        name = name[(name.LastIndexOfAny('\\', '/') + 1)..];
        name = name.EndsWith(".sys", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        foreach (var one in s_netAdapterCx)
        {
            if (name.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
