namespace BootLab.Vm.Running;

/// <summary>What became of one of a guest's cards.</summary>
/// <param name="Name">The lab's name for it.</param>
/// <param name="Address">Its IPv4 address and prefix length; null for none.</param>
/// <param name="Frames">Frames that it sent; null when they are not seen.</param>
/// <param name="Arp">ARP messages among them.</param>
/// <param name="Dhcp">DHCP messages among them.</param>
public sealed record NicUse(string Name, string? Address, int? Frames, int? Arp, int? Dhcp);
