namespace BootLab.Disk.Registry.Windows;

/// <summary>Class GUIDs that Windows gives to devices and to parts of the network (devguid.h).</summary>
public static class WindowsClasses
{
    /// <summary>Network adapters.</summary>
    public static Guid Net { get; } = new("4d36e972-e325-11ce-bfc1-08002be10318");

    /// <summary>Network services, among them filters.</summary>
    public static Guid NetService { get; } = new("4d36e974-e325-11ce-bfc1-08002be10318");

    /// <summary>Storage controllers, among them the Microsoft iSCSI Initiator.</summary>
    public static Guid ScsiAdapter { get; } = new("4d36e97b-e325-11ce-bfc1-08002be10318");

    /// <summary>Volumes.</summary>
    public static Guid Volume { get; } = new("71a27cdd-812a-11d0-bec7-08002be2092f");
}
