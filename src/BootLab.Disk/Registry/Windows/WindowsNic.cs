namespace BootLab.Disk.Registry.Windows;

/// <summary>A network card that this Windows has met, with all that it knows of it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Adapter">Its settings and bindings, or null when no driver was ever installed.</param>
/// <param name="Service">Its driver, or null when the device names none or the control set has none of that name.</param>
/// <param name="Interface">Its addresses, or null.</param>
/// <param name="IsBoundToTcpip">Whether IPv4 is bound to it: <c>Services\Tcpip\Linkage\Bind</c> names it.</param>
public sealed record WindowsNic(DeviceInstance Device, NetworkAdapter? Adapter, WindowsService? Service, TcpipInterface? Interface, bool IsBoundToTcpip);

/// <summary>A device of the Microsoft iSCSI Initiator, <c>ROOT\ISCSIPRT\NNNN</c>.</summary>
/// <param name="Device">The device.</param>
/// <param name="ParametersPath">Path of the key with its parameters, below the class of storage controllers; null when the device names no driver.</param>
/// <param name="MaxRequestHoldTime">Seconds for which requests wait while the session is down, or null.</param>
/// <param name="LinkDownTime">Seconds after which a link counts as down, or null.</param>
public sealed record IscsiInitiatorDevice(DeviceInstance Device, string? ParametersPath, uint? MaxRequestHoldTime, uint? LinkDownTime);
