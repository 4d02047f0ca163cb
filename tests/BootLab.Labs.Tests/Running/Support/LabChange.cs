using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Labs.Files;
using BootLab.Machine;

namespace BootLab.Labs.Tests.Running.Support;

/// <summary>A lab with one of its inputs changed, everywhere that input is named.</summary>
public static class LabChange
{
    /// <summary>Another MAC address in a NIC; a DHCP reservation moves with it.</summary>
    public static LabFile WithMac(this LabFile lab, NicSpec nic, PhysicalAddress mac) => lab
        .WithNic(nic, nic with { Mac = mac })
        .WithDhcp(dhcp => dhcp with { Reservations = [.. dhcp.Reservations.Select(kept => kept.Mac.Equals(nic.Mac) ? kept with { Mac = mac } : kept)] });

    /// <summary>A NIC in another place on the bus.</summary>
    public static LabFile WithNic(this LabFile lab, NicSpec old, NicSpec changed) =>
        lab with { Machine = lab.Machine with { Nics = [.. lab.Machine.Nics.Select(nic => nic == old ? changed : nic)] } };

    /// <summary>Another address to lease.</summary>
    public static LabFile WithLease(this LabFile lab, IPAddress old, IPAddress leased) => lab.WithDhcp(dhcp => dhcp with
    {
        PoolFirst = old.Equals(dhcp.PoolFirst) ? leased : dhcp.PoolFirst,
        PoolLast = old.Equals(dhcp.PoolLast) ? leased : dhcp.PoolLast,
        Reservations = [.. dhcp.Reservations.Select(kept => old.Equals(kept.Address) ? kept with { Address = leased } : kept)],
    });

    /// <summary>A text in place of another in boot scripts, DHCP options, target names and the names set on a firmware's setup page.</summary>
    public static LabFile WithText(this LabFile lab, string old, string text)
    {
        var changed = lab.WithDhcp(dhcp => dhcp with
        {
            Answer = Answer(dhcp.Answer),
            Reservations = [.. dhcp.Reservations.Select(kept => kept with { Answer = Answer(kept.Answer) })],
        });
        return changed with
        {
            Networks = [.. changed.Networks.Select(network => network with { TftpFiles = network.TftpFiles.ToDictionary(file => file.Key, file => Content(file.Value)) })],
            Targets = [.. lab.Targets.Select(target => target with { Iqn = Changed(target.Iqn) })],
            Rom = lab.Rom with { InitiatorName = lab.Rom.InitiatorName is { } name ? Changed(name) : null },
        };

        // A name ends where another kind of character follows: bootlab1 is not the beginning of bootlab12.
        string Changed(string where) => Regex.Replace(where, Regex.Escape(old) + (char.IsLetterOrDigit(old[^1]) ? "(?![A-Za-z0-9-])" : ""), text);

        ContentSpec Content(ContentSpec content) => content.Text is { } script ? ContentSpec.FromText(Changed(script)) : content;

        DhcpAnswerSpec Answer(DhcpAnswerSpec answer) => answer with
        {
            Options = [.. answer.Options.Select(option => option with { Value = Encoding.Latin1.GetBytes(Changed(Encoding.Latin1.GetString(option.Value.Span))) })],
        };
    }

    /// <summary>Another port for a target's portals; the lab's scripts and root paths must be changed with it.</summary>
    public static LabFile WithPort(this LabFile lab, int old, int port) => lab with
    {
        Targets = [.. lab.Targets.Select(target => target with
        {
            Portals = [.. target.Portals.Select(portal => portal.Port == old ? new IPEndPoint(portal.Address, port) : portal)],
        })],
    };

    /// <summary>Logical units under another number.</summary>
    public static LabFile WithLun(this LabFile lab, ushort old, ushort lun) => lab with
    {
        Targets = [.. lab.Targets.Select(target => target with { Luns = target.Luns.ToDictionary(unit => unit.Key == old ? lun : unit.Key, unit => unit.Value) })],
    };

    private static LabFile WithDhcp(this LabFile lab, Func<DhcpSpec, DhcpSpec> change) => lab with
    {
        Networks = [.. lab.Networks.Select(network => network.Dhcp is { } dhcp ? network with { Dhcp = change(dhcp) } : network)],
    };
}
