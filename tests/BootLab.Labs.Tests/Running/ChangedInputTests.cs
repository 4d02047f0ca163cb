using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Tests.Running.Support;
using BootLab.Machine;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>Each captured run with one input changed: the bytes that depend on it change, the checksum follows, and every other byte stays.</summary>
public class ChangedInputTests
{
    public static TheoryData<string> Labs => CapturedLabs.Names;

    [Theory]
    [MemberData(nameof(Labs))]
    public void Mac_address_of_each_nic(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var nic in lab.Machine.Nics)
        {
            PhysicalAddress mac = new([0x52, 0x54, 0x00, 0xc0, 0xff, 0xee]);
            Check(name, lab.WithMac(nic, mac), table =>
            {
                foreach (var listed in table.Nics.Where(listed => listed.MacAddress.Equals(nic.Mac)))
                {
                    table.Set(listed.Offset + IbftOffsets.Nic.MacAddress, mac.GetAddressBytes());
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Place_of_each_nic_on_the_bus(string name)
    {
        var lab = CapturedLabs.Load(name);
        var inOrder = lab.Machine.NicsInPciOrder.ToList();
        foreach (var nic in inOrder)
        {
            // The first moves down and the last moves up, so that the order of the NICs, which has effects of its own, stays.
            var place = nic == inOrder[0] ? new PciAddress(0, 0, 3, 0) : new PciAddress(0, 9, 0x1f, 7);
            Check(name, lab.WithNic(nic, nic with { Pci = place }), table =>
            {
                foreach (var listed in table.Nics.Where(listed => listed.PciBdf == nic.Pci.Bdf))
                {
                    table.Set(listed.Offset + IbftOffsets.Nic.PciBdf, [(byte)place.Bdf, (byte)(place.Bdf >> 8)]);
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Leased_address_on_each_network(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var network in lab.Networks)
        {
            var old = network.Dhcp!.PoolFirst ?? network.Dhcp.Reservations[0].Address!;
            var leased = new IPAddress([.. network.Subnet.BaseAddress.GetAddressBytes()[..3], 77]);
            Check(name, lab.WithLease(old, leased), table =>
            {
                foreach (var listed in table.Nics.Where(listed => listed.IpAddress == IbftAddress.From(old)))
                {
                    table.Set(listed.Offset + IbftOffsets.Nic.IpAddress, leased.MapToIPv6().GetAddressBytes());
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Host_name_of_each_lease(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var old in HostNames(lab))
        {
            foreach (var changed in new[] { new string('x', old.Length), "a-longer-name-7", "s" })
            {
                Check(name, lab.WithText(old, changed), table => table.Replace(old, changed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Explicit_initiator_name(string name)
    {
        var lab = CapturedLabs.Load(name);
        var old = new[] { "iqn.2026-01.test:client1", "iqn.2026-11.lab.boot:init" }.FirstOrDefault(iqn => Scripts(lab).Contains(iqn + "\n", StringComparison.Ordinal)) ?? lab.Rom.InitiatorName;
        if (old is null)
        {
            // Named after the host: Host_name_of_each_lease changes it.
            Assert.Contains(name, new[] { "mutual-chap", "uefi-1nic-1tgt" });
            return;
        }

        Check(name, lab.WithText(old, "iqn.2020-02.other:box"), table => table.Replace(old, "iqn.2020-02.other:box"), mustChange: true);
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Name_of_each_target(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var target in lab.Targets)
        {
            foreach (var changed in new[] { new string('q', target.Iqn.Length), "iqn.2026-12.test:another-disk.7", "iqn.2026-12.t:d" })
            {
                Check(name, lab.WithText(target.Iqn, changed), table => table.Replace(target.Iqn, changed), mustChange: true);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Port_of_the_targets(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var old in lab.Targets.SelectMany(target => target.Portals).Select(portal => portal.Port).Distinct())
        {
            var changed = (old == 3260 ? lab.WithText(":::1:", "::4711:1:") : lab.WithText($"::{old}:", "::4711:")).WithPort(old, 4711);
            Check(
                name,
                changed,
                table =>
                {
                    Span<byte> port = stackalloc byte[2];
                    BinaryPrimitives.WriteUInt16LittleEndian(port, 4711);
                    foreach (var target in table.Targets.Where(target => target.Port == old))
                    {
                        table.Set(target.Offset + IbftOffsets.Target.Port, port);
                    }
                },
                mustChange: true);
        }
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Lun_of_each_target(string name)
    {
        var lab = CapturedLabs.Load(name);
        foreach (var target in lab.Targets)
        {
            var old = target.Luns.Count > 0 ? target.Luns.Keys.Single() : Scripts(lab).Contains($"::{target.Iqn}", StringComparison.Ordinal) ? (ushort)0 : ushort.Parse(LunBefore(lab, target.Iqn));
            Check(
                name,
                lab.WithText($":{(old == 0 ? "" : old)}:{target.Iqn}", $":5:{target.Iqn}").WithLun(old, 5),
                table =>
                {
                    foreach (var listed in table.Targets.Where(listed => listed.Name.ToString() == target.Iqn))
                    {
                        table.Set(listed.Offset + IbftOffsets.Target.BootLun, [0, 5, 0, 0, 0, 0, 0, 0]);
                    }
                },
                mustChange: true);
        }
    }

    private static void Check(string name, LabFile changed, Action<TablePatch> patch, bool mustChange = false)
    {
        var expected = new TablePatch(CapturedLabs.Table(name));
        patch(expected);
        Assert.True(expected.IsChanged || !mustChange, "this input must show in the table");

        Assert.Equal(Convert.ToHexString(expected.ToArray()), Convert.ToHexString(CapturedLabs.Run(changed).Table!.Bytes));
    }

    private static IEnumerable<string> HostNames(LabFile lab)
    {
        const byte HostName = 12;
        return lab.Networks
            .SelectMany(network => network.Dhcp!.Reservations.Select(kept => kept.Answer).Append(network.Dhcp.Answer))
            .SelectMany(answer => answer.Options)
            .Where(option => option.Code == HostName)
            .Select(option => Encoding.ASCII.GetString(option.Value.Span));
    }

    private static string Scripts(LabFile lab) => string.Concat(lab.Networks.SelectMany(network => network.TftpFiles.Values).Select(file => file.Text));

    private static string LunBefore(LabFile lab, string iqn)
    {
        var script = Scripts(lab);
        var end = script.IndexOf($":{iqn}", StringComparison.Ordinal);
        return script[(script.LastIndexOf(':', end - 1) + 1)..end];
    }
}
