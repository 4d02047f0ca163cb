using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Generation;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;
using Xunit;

namespace BootLab.Report.Tests.Accounts;

/// <summary>An account says the same of a case as the true values do, and holds none of them.</summary>
public sealed class AccountTests
{
    private static readonly byte[] s_key = [1, 2, 3];

    private static readonly MachineSpec s_machine = new()
    {
        Uuid = Guid.Parse("4c4c4544-0047-3110-8051-b4c04f4a3232"),
        MemoryMiB = 256,
        Smbios = new SmbiosSpec("Dell Inc.", "PowerEdge R610", "G1QJ22S", "asset-0815"),
        Nics =
        [
            new NicSpec { Name = "storage-acme", Mac = Mac("00-1B-21-AA-08-41"), Pci = PciAddress.Parse("08:04.0"), Network = "vlan-acme", SerialNumber = 0x001b21ffffaa0841, Subsystem = 0x145a8086, Revision = 1 },
            new NicSpec { Name = "office-acme", Mac = Mac("00-1B-21-AA-08-42"), Pci = PciAddress.Parse("08:04.1"), Network = "office", SerialNumber = 0x001b21ffffaa0842 },
        ],
    };

    private static readonly IbftContent s_content = new()
    {
        Initiator = new InitiatorContent { Flags = 3, Name = ByteString.FromString("iqn.2013-01.com.acme:webserver7") },
        Nics =
        [
            new NicContent
            {
                Flags = 3, MacAddress = s_machine.Nics[0].Mac, PciBdf = 0x0820, IpAddress = Ip("10.77.12.33"), SubnetMaskPrefix = 24, Gateway = Ip("10.77.12.1"), PrimaryDns = Ip("172.20.3.4"), DhcpServer = Ip("10.77.12.2"),
                HostName = ByteString.FromString("webserver7"),
            },
            new NicContent { Flags = 1, MacAddress = s_machine.Nics[1].Mac, PciBdf = 0x0821 },
        ],
        Targets =
        [
            new TargetContent
            {
                Flags = 3, IpAddress = Ip("10.77.12.9"), Port = 3260, Name = ByteString.FromString("iqn.1992-08.com.netapp:sn.84183797"), ChapType = ChapType.Mutual,
                ChapName = ByteString.FromString("webserver-user"), ChapSecret = ByteString.FromString("Tr0ub4dor&3xy"), ReverseChapName = ByteString.FromString("filer-user"), ReverseChapSecret = ByteString.FromString("correcthorseba"),
            },
        ],
    };

    private static readonly WindowsSituation s_situation = new()
    {
        Release = WindowsRelease.All.First(release => release.Generation == WindowsGeneration.Eight),
        Memory = PlacedTable.InLowMemory(IbftWriter.Write(TableLayouts.Ipxe2017.Place(s_content))),
        Machine = s_machine,
        Networks = [new NetworkSpec { Name = "vlan-acme", Subnet = IPNetwork.Parse("10.77.12.0/24"), Server = IPAddress.Parse("10.77.12.2") }, new NetworkSpec { Name = "office", Subnet = IPNetwork.Parse("172.20.0.0/16"), Server = IPAddress.Parse("172.20.3.4") }],
        Targets =
        [
            new TargetSpec
            {
                Iqn = "iqn.1992-08.com.netapp:sn.84183797", Portals = [IPEndPoint.Parse("10.77.12.9:3260")], Initiators = ["iqn.2013-01.com.acme:webserver7"],
                Chap = new ChapSpec("webserver-user", "Tr0ub4dor&3xy", "filer-user", "correcthorseba"), Luns = new Dictionary<ushort, LunSpec> { [0] = new LunSpec { Image = "/srv/acme/webserver7.img" } },
            },
        ],
        PreBoot = new PreBoot(true, "Booting from SAN device 0x80, iscsi:10.77.12.9::::iqn.1992-08.com.netapp:sn.84183797"),
        Installed = new InstallRecord
        {
            FirstNic = new InstalledNic(Mac("00-1B-21-AA-08-41"), PciAddress.Parse("08:04.0")) { InstancePath = @"PCI\VEN_8086&DEV_100E\001B21FFFFAA084100", SerialNumber = 0x001b21ffffaa0841 },
            Nics = [new InstalledNic(Mac("00-1B-21-AA-08-41"), PciAddress.Parse("08:04.0")) { InstancePath = @"PCI\VEN_8086&DEV_100E\001B21FFFFAA084100" }, new InstalledNic(Mac("00-1B-21-AA-08-99"), PciAddress.Parse("00:19.0"))],
            Table = IbftWriter.Write(TableLayouts.Ipxe2017.Place(s_content)),
        },
    };

    // Names, addresses and numbers of the site in every form in which they could stand.
    private static readonly string[] s_private =
    [
        "acme", "webserver", "netapp", "84183797", "filer-user", "Tr0ub4dor&3xy", "correcthorseba", "1992-08", "2013-01", "4c4c4544", "b4c04f4a3232", "G1QJ22S", "asset-0815", "10.77.12", "172.20.3.4", "172.20.0.0",
        "aa:08:41", "aa-08-41", "aa0841", "aa:08:42", "aa0842", "aa:08:99", "001b21ffff", "/srv",
    ];

    [Fact]
    public void Nothing_of_the_site_is_in_the_account_in_any_form()
    {
        var account = Account.Of(new AccountSource(s_situation) { Outcome = "code-31", Note = "webserver7 (10.77.12.33, 00:1B:21:AA:08:41, fe80::21b:21ff:feaa:842) of 4C4C4544-0047-3110-8051-B4C04F4A3232 logs in with Tr0ub4dor&3xy", BootProgram = "ipxe" }, s_key);
        string[] texts = [AccountText.Of(account), AccountJson.Document(account), Encoding.Latin1.GetString(account.Table!.Value.Bytes), Encoding.Latin1.GetString(account.Situation.Installed!.Table!.Value.Span)];
        foreach (var text in texts)
        {
            Assert.All(s_private, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
            Assert.All(s_private, word => Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(word)), text, StringComparison.OrdinalIgnoreCase));
            Assert.All(s_private, word => Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(word)).TrimEnd('=')[..^1], text, StringComparison.Ordinal));
        }

        Assert.All(s_machine.Nics, nic => Assert.True(account.Table!.Value.Bytes.AsSpan().IndexOf(nic.Mac.GetAddressBytes()) < 0));
        Assert.True(account.Table!.Value.Bytes.AsSpan().IndexOf(IPAddress.Parse("10.77.12.33").GetAddressBytes()) < 0);
        Assert.Contains("MAC addresses, their lower three bytes: 3", account.Scrubbed);
        Assert.Contains("CHAP secrets, all but their lengths: 2", account.Scrubbed);
    }

    [Fact]
    public void What_was_equal_is_equal_and_what_fitted_fits()
    {
        var account = Account.Of(new AccountSource(s_situation), s_key);
        var table = IbftReader.Read(account.Table!.Value.Bytes);
        var (machine, target) = (account.Situation.Machine!, account.Situation.Targets[0]);
        Assert.Equal(machine.Nics.Select(nic => nic.Mac), table.Nics.Select(nic => nic.MacAddress));
        Assert.Equal(machine.Nics[0].Mac, account.Situation.Installed!.FirstNic.Mac);
        Assert.EndsWith($"{machine.Nics[0].SerialNumber:X16}00", account.Situation.Installed.FirstNic.InstancePath, StringComparison.Ordinal);
        Assert.Equal((target.Iqn, target.Initiators[0], target.Chap!.Secret), (table.Targets[0].Name.ToString(), table.Initiator!.Name.ToString(), table.Targets[0].ChapSecret.ToString()));
        Assert.Equal(13, target.Chap.Secret.Length);
        Assert.StartsWith("iqn.2000-01.", target.Iqn, StringComparison.Ordinal);
        Assert.True(account.Situation.Networks[0].Subnet.Contains(table.Nics[0].IpAddress.ToIPAddress()!));
        Assert.True(account.Situation.Networks[0].Subnet.Contains(target.Portals[0].Address));
        Assert.Equal([0x00, 0x1b, 0x21], machine.Nics[0].Mac.GetAddressBytes()[..3]);
        Assert.EndsWith(".33", table.Nics[0].IpAddress.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, IbftChecksum.Sum(account.Table.Value.Bytes));
        Assert.Equal(account.Table.Value.Bytes.Length, IbftWriter.Write(TableLayouts.Ipxe2017.Place(s_content)).Length);
    }

    [Fact]
    public void Two_keys_give_other_addresses_and_the_same_words()
    {
        var (one, other) = (Account.Of(new AccountSource(s_situation), s_key), Account.Of(new AccountSource(s_situation), [9]));
        Assert.NotEqual(one.Situation.Networks[0].Server, other.Situation.Networks[0].Server);
        Assert.Equal(one.Situation.Targets[0].Iqn, other.Situation.Targets[0].Iqn);
    }

    [Fact]
    public void Of_any_content_no_name_secret_or_MAC_address_is_left_in_the_bytes()
    {
        const int shortest = 6; // what is shorter stands somewhere by chance
        var random = new Random(5);
        var contents = new RandomContent(random);
        var looked = 0;
        for (var round = 0; round < 500; round++)
        {
            var bytes = IbftWriter.Write(TableLayouts.BootLab.Place(contents.Next(4)));
            var account = Account.Of(new AccountSource(s_situation with { Memory = PlacedTable.InLowMemory(bytes) }), [(byte)round]);
            var table = IbftReader.Read(bytes);
            var neutral = account.Table!.Value.Bytes;
            Assert.Equal(IbftChecksum.Sum(bytes), IbftChecksum.Sum(neutral));
            var words = table.Initiators.Select(one => one.Name).Concat(table.Nics.Select(nic => nic.HostName))
                .Concat(table.Targets.SelectMany(target => new[] { target.Name, target.ChapName, target.ChapSecret, target.ReverseChapName, target.ReverseChapSecret }))
                .Select(text => text.Value.Span.ToArray());
            foreach (var word in words.Where(word => word.Length >= shortest).Concat(table.Nics.Select(nic => nic.MacAddress.GetAddressBytes()).Where(mac => (mac[0] & 1) == 0)))
            {
                looked++;
                Assert.True(neutral.AsSpan().IndexOf(word) < 0, $"round {round}: {Convert.ToHexString(word)}");
            }
        }

        Assert.InRange(looked, 3000, 20_000);
    }

    [Fact]
    public void Bytes_that_are_no_field_are_left_out_and_a_wrong_checksum_stays_wrong()
    {
        var bytes = IbftWriter.Write(TableLayouts.Ipxe2017.Place(s_content)).Concat(Encoding.ASCII.GetBytes("left behind by webserver7")).ToArray();
        bytes[4] = (byte)bytes.Length;
        bytes[5] = (byte)(bytes.Length >> 8);
        var scrubber = new Scrubber(s_key);
        var neutral = TableScrub.Of(bytes, scrubber)!;
        Assert.DoesNotContain("left behind", Encoding.Latin1.GetString(neutral));
        Assert.Contains("bytes of the table that are no field", scrubber.Done);
        Assert.Equal(IbftChecksum.Sum(bytes), IbftChecksum.Sum(neutral));
        Assert.NotEqual(0, IbftChecksum.Sum(neutral));
    }

    [Fact]
    public void Addresses_keep_their_segments_and_the_private_blocks()
    {
        var scrubber = new Scrubber(s_key, IPNetwork.Parse("10.9.16.0/20"));
        Assert.All(["0.0.0.0", "255.255.255.255", "127.0.0.1", "169.254.7.8", "224.0.0.1", "::", "::1", "ff02::1"], text => Assert.Equal(text, scrubber.Address(IPAddress.Parse(text)).ToString()));
        Assert.StartsWith("192.168.", scrubber.Address(IPAddress.Parse("192.168.1.77")).ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".77", scrubber.Address(IPAddress.Parse("192.168.1.77")).ToString(), StringComparison.Ordinal);
        Assert.True(IPNetwork.Parse("172.16.0.0/12").Contains(scrubber.Address(IPAddress.Parse("172.20.3.4"))));
        Assert.Equal(scrubber.Network(IPNetwork.Parse("10.9.16.0/20")).BaseAddress, scrubber.Address(IPAddress.Parse("10.9.16.0")));
        Assert.True(scrubber.Network(IPNetwork.Parse("10.9.16.0/20")).Contains(scrubber.Address(IPAddress.Parse("10.9.31.255"))));
        Assert.StartsWith("fe80::", scrubber.Address(IPAddress.Parse("fe80::21b:21ff:feaa:842")).ToString(), StringComparison.Ordinal);

        var random = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var (one, other) = (Ip4(random), Ip4(random));
            // Half of the pairs share some bits.
            other = round % 2 == 0 ? other : new IPAddress([.. one.GetAddressBytes().Zip(other.GetAddressBytes(), (own, its) => random.Next(3) > 0 ? own : its)]);
            for (var prefix = 0; prefix <= 32; prefix++)
            {
                Assert.Equal(Reachability.SameSubnet(one, other, prefix), Reachability.SameSubnet(scrubber.Address(one), scrubber.Address(other), prefix));
            }
        }
    }

    [Fact]
    public void An_observation_in_an_account_names_nobody()
    {
        var seen = Observations.Nothing with
        {
            Lab = "acme-lab",
            LabFile = "/srv/acme/lab.yaml",
            TableOf = "acme's own",
            Table = IbftWriter.Write(TableLayouts.Ipxe2017.Place(s_content)),
            Notes = ["router advertisements on vlan-acme"],
            Boots =
            [
                new ObservedBoot
                {
                    At = TimeSpan.Zero,
                    Logins = [new ObservedLogin(TimeSpan.Zero, "10.77.12.33", "iqn.2013-01.com.acme:webserver7", "iqn.1992-08.com.netapp:sn.84183797", "001b21aa0841", IsSystem: true, "CHAP", 0)],
                    Nics = [new ObservedNic("office-acme", PciAddress.Parse("08:04.1"), 4, 4, ["MSFT 5.0", "webserver7"])],
                },
            ],
        };
        var account = Account.Of(new AccountSource(s_situation) { Seen = seen }, s_key);
        Assert.All(s_private, word => Assert.DoesNotContain(word, AccountText.Of(account), StringComparison.OrdinalIgnoreCase));
        var login = Assert.Single(account.Seen!.Boots[0].Logins);
        Assert.Equal(("001b21000000", account.Situation.Targets[0].Initiators[0]), (login.Isid, login.Initiator));
        Assert.Contains("MSFT 5.0", AccountText.Of(account));
    }

    private static IPAddress Ip4(Random random)
    {
        var bytes = new byte[4];
        random.NextBytes(bytes);
        return new IPAddress(bytes);
    }

    private static PhysicalAddress Mac(string text) => PhysicalAddress.Parse(text);

    private static IbftAddress Ip(string text) => IbftAddress.From(IPAddress.Parse(text));
}
