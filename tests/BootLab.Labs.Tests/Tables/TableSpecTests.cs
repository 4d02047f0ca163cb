using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Tables;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Tables;

public sealed class TableSpecTests
{
    // The table of tests/fixtures/handmade/README.md: 16-aligned, but with strings right behind the structures.
    private const string Two = """
        layout: {like: bootlab, heap-alignment: 16, structures: nics-then-targets}
        header: {oem_id: BOOTLB, oem_table_id: "BOOTLAB "}
        initiator: {name: iqn.2026-11.lab.boot:init}
        nics:
          - ip_address: 10.9.0.2
            subnet_mask_prefix: 24
            flags: 3
            origin: 3
            gateway: 10.9.0.1
            primary_dns: 10.9.0.1
            dhcp_server: 10.9.0.1
            mac_address: "52:54:00:00:08:40"
            pci_bdf: "08:04.0"
            host_name: boot1
          - flags: 1
            mac_address: "52:54:00:00:08:41"
            pci_bdf: "08:04.1"
        targets:
          - ip_address: 10.9.0.1
            name: iqn.2026-11.lab.boot:disk0
        """;

    [Fact]
    public void A_table_is_built_from_its_description() => Same(Handmade("two"), Spec(Two).Build());

    /// <summary>What tests/fixtures/handmade/README.md says of each table, as a change to the first one.</summary>
    [Theory]
    [InlineData("swapped", """
        set:
          nic[0].ip_address: none
          nic[0].subnet_mask_prefix: 0
          nic[0].flags: 1
          nic[0].origin: 0
          nic[0].gateway: null
          nic[0].primary_dns: null
          nic[0].dhcp_server: null
          nic[0].host_name: null
          nic[0].mac_address: "52:54:00:00:08:41"
          nic[0].pci_bdf: "08:04.1"
          nic[1].ip_address: 10.9.0.2
          nic[1].subnet_mask_prefix: 24
          nic[1].flags: 3
          nic[1].origin: 3
          nic[1].gateway: 10.9.0.1
          nic[1].primary_dns: 10.9.0.1
          nic[1].dhcp_server: 10.9.0.1
          nic[1].mac_address: "52:54:00:00:08:40"
          nic[1].pci_bdf: "08:04.0"
          nic[1].host_name: boot1
          target[0].nic_association: 1
        """)]
    [InlineData("one", "set: {'nic[1]': null}")]
    [InlineData("nicidx5", "corrupt: [{field: 'nic[0].index', value: 5}]")]
    [InlineData("tgtidx1", "set: {'target[0].index': 1}")]
    [InlineData("noinit", "corrupt: [{field: control.initiator, value: 0}]")]
    [InlineData("nicver2", "corrupt: [{field: 'nic[0].version', value: 2}, {field: 'nic[1].version', value: 2}]")]
    [InlineData("nicid9", "corrupt: [{field: 'nic[1].id', value: 9}]")]
    [InlineData("vlan", "set: {'nic[0].vlan': 100}")]
    [InlineData("chap", "set: {'target[0].chap_type': 2, 'target[0].chap_name': user, 'target[0].chap_secret': secretsecret1, 'target[0].reverse_chap_name': ruser, 'target[0].reverse_chap_secret': rsecretsecret}")]
    [InlineData("lowbdf", "set: {'nic[0].pci_bdf': '00:03.0', 'nic[1].pci_bdf': '00:04.0'}")]
    [InlineData("trunc", "{checksum: keep, corrupt: [resize: 416]}")]
    [InlineData("rev2", "corrupt: [{field: header.revision, value: 2}]")]
    [InlineData("ctllen16", "corrupt: [{field: control.length, value: 16}]")]
    [InlineData("IBFT", "corrupt: [{offset: 0, bytes: '49 42 46 54'}]")]
    [InlineData("badck", "corrupt: [{field: header.checksum, value: 0xb8}]")]
    public void A_named_change_of_it_gives_another_table(string name, string change)
    {
        using var folder = new TemporaryFolder();
        var text = change.StartsWith('{') ? change.Replace("{checksum", "{base: two.yaml, checksum") : $"base: two.yaml\n{change}";
        File.WriteAllText(folder.PathTo("two.yaml"), Two);

        Same(Handmade(name), TableSpec.Read(text, folder.PathTo("other.yaml")).Build());
    }

    [Fact]
    public void A_raw_table_is_a_base_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathTo("two.bin"), Handmade("two"));

        var built = TableSpec.Read("base: two.bin\nset: {'nic[1].host_name': lan}", folder.PathTo("other.yaml")).Build();

        Same(Handmade("two").Length + 4, built.Length);
        Assert.Equal(("boot1", "lan"), (IbftReader.Read(built).Nics[0].HostName.ToString(), IbftReader.Read(built).Nics[1].HostName.ToString()));
    }

    [Fact]
    public void A_base_takes_another_producers_layout()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("two.yaml"), Two);

        var table = IbftReader.Read(TableSpec.Read("base: two.yaml\nlayout: edk2", folder.PathTo("other.yaml")).Build());

        Assert.Equal((2048u, 0x98, 0x138), (table.Header.Length, table.Nics[0].Offset, table.Nics[1].Offset));
        Assert.Equal("::ffff:0.0.0.0", table.Nics[1].IpAddress.ToString());
    }

    [Fact]
    public void Code_changes_a_description_as_a_file_does()
    {
        var spec = Spec(Two);

        Same(Handmade("nicidx5"), spec.Corrupt("nic[0].index", "5").Build());
        Same(Handmade("vlan"), spec.With("nic[0].vlan", "100").Build());
        Same(Handmade("one"), spec.Without("nic[1]").Build());
        Same(Handmade("trunc"), spec.Resize(416).KeepChecksum().Build());
        Same(Handmade("IBFT"), spec.Corrupt(0, "IBFT"u8.ToArray()).Build());
        Same(Handmade("two"), spec.Build());
        Assert.Equal(3, IbftReader.Read(spec.With("nic[2].pci_bdf", "08:04.2").Build()).Nics.Length);
        Assert.Throws<FormatException>(() => spec.With("nic[3].vlan", "1"));
        Assert.Throws<FormatException>(() => spec.With("nic[0].vlan", "65536"));
        Assert.Throws<FormatException>(() => spec.Without("target[1]"));
        Assert.Throws<LabFileException>(() => spec.Corrupt("nic[2].index", "0").Build());
    }

    [Theory]
    [InlineData("nics: []", "1:1: found neither 'layout' nor 'base'")]
    [InlineData("layout: ipxee", "1:9: found 'ipxee', expected a layout: ipxe, gpxe")]
    [InlineData("layout: ipxe\nnics:\n  - mac_adress: x", "3:5: found the unknown key 'mac_adress' in a NIC structure, expected a key that exists; did you mean 'mac_address'?")]
    [InlineData("layout: ipxe\nnics:\n  - ip_address: 10.9", "3:17: found the number 10.9, expected an IPv4 or IPv6 address, or none")]
    [InlineData("layout: ipxe\ntargets:\n  - port: 65536", "3:11: found the number 65536, expected a number from 0 to 0xffff")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {field: nic[0].index, value: 1}", "found text that is no YAML")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {field: 'nic[0].indx', value: 1}", "3:13: found 'nic[0].indx', expected a field that exists; did you mean 'nic[0].index'?")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {field: 'nic[0].index', value: 1}", "3:5: found the field nic[0].index, but the table has none by now")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {field: control.flags, value: 256}", "3:5: found '256' for control.flags, expected a number from 0 to 0xff")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {offset: 4}", "3:5: found a change with 'offset', expected")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {offset: 600, bytes: '00'}", "3:5: found 1 bytes for 0x258, but the table has")]
    [InlineData("layout: ipxe\ncorrupt:\n  - {offset: 6, bytes: 'xy'}", "3:24: found 'xy', expected bytes in hexadecimal")]
    [InlineData("layout: u-root\nnics: [{}, {}]", "1:9: 2 NICs, but u-root has room for 1")]
    [InlineData("layout: explicit\nnics: [{}]", "2:8: found a structure without 'at'")]
    [InlineData("layout: explicit\ninitiator: {at: 0x60, name: x}", "found name without 'offset'")]
    [InlineData("layout: {like: bootlab, heap: down-from-end}", "add 'length:'")]
    [InlineData("layout: ipxe\nset: {'nic[1].vlan': 1}", "2:7: found nic[1].vlan, but there is no such structure")]
    [InlineData("layout: ipxe\nnics: [{}]\nset: {'nic[0].vlan': x}", "3:7: found 'x' for nic[0].vlan, expected a number from 0 to 0xffff")]
    [InlineData("layout: ipxe\nset: {header.checksum: 1}", "expected the key 'checksum'")]
    [InlineData("layout: ipxe\nslack: [{offset: 5}]", "found a slack without 'bytes'")]
    [InlineData("base: nowhere.yaml", "1:7: found 'nowhere.yaml', expected a table file, or a raw table, beside this one; there is no such file")]
    [InlineData("initiator: {name: {text: a, bytes: '61'}}\nlayout: ipxe", "found 'text' and 'bytes', expected one of them")]
    public void A_mistake_is_named_with_its_place(string text, string message)
    {
        var error = Assert.Throws<LabFileException>(() => Spec(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_a_base_only_changes_can_stand()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("two.yaml"), Two);

        var error = Assert.Throws<LabFileException>(() => TableSpec.Read("base: two.yaml\nnics: []", folder.PathTo("other.yaml")));

        Assert.Contains("found 'nics' beside 'base', expected 'set'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_above_itself_is_no_endless_way()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathTo("a.yaml"), "base: a.yaml");

        Assert.Contains("based on each other", Assert.Throws<LabFileException>(() => TableSpec.Load(folder.PathTo("a.yaml"))).Message, StringComparison.Ordinal);
    }

    private static TableSpec Spec(string text) => TableSpec.Read(text, "table.yaml");

    private static byte[] Handmade(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));

    private static void Same<T>(T expected, T actual) => Assert.Equal(expected, actual);
}
