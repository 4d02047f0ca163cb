using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;
using Xunit;

namespace BootLab.Report.Tests.Accounts;

/// <summary>Every text, address and number of a case is marked, those of properties to come included; none of the marks is in the account, in any form.</summary>
public sealed class MarkedFieldsTests
{
    // What an account is to tell as it is.
    private static readonly string[] s_told =
    [
        "SmbiosSpec.Manufacturer", "SmbiosSpec.Product", "TargetSpec.Faults", "InstalledNic.Service", "InstalledNic.ClassIndex", "InstalledFilter.Id",
        "Observation.HandOver", "Observation.BootLab", "Observation.Qemu", "Observation.Package", "Observation.Accelerator", "Observation.ImageFormat", "ObservedLogin.Auth", "ObservedLogin.Isid",
        "AccountSource.Outcome",
    ];

    private readonly List<string> _words = [];
    private readonly List<byte[]> _bytes = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_mark_is_left(bool hasSecondTable)
    {
        var source = Case();
        Mark(source, "case");
        var table = Table();
        _bytes.AddRange([[10, 213, 77], [0x57, 0xac, 0x9b]]); // of the segments
        Assert.InRange(_words.Count, 35, 200);
        Assert.InRange(_bytes.Count, 25, 200);
        var memory = AccountMemory.Of(FirmwareKind.Bios, table, 0x90000, null);
        if (hasSecondTable)
        {
            memory.Bytes.Write(0x98000, Table()); // which is not sent, so that the predictions are made of the true values
        }

        var account = Account.Of(
            source with
            {
                Situation = source.Situation with { Memory = memory, Installed = source.Situation.Installed! with { Table = table } },
                Seen = source.Seen! with { Table = table },
                Note = string.Join(' ', _words),
                BootProgram = null,
            },
            [1, 2, 3]);
        Assert.Equal(hasSecondTable, account.NotSent.Count > 0);
        Assert.NotNull(account.Table);
        Assert.NotEmpty(account.Seen!.Table);
        Assert.True(account.Situation.Installed!.Table.HasValue);
        Assert.NotEmpty(account.Predictions);
        Assert.All(_words.Where(word => table.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) > IbftOffsets.Header.Size && !word.EndsWith("junk", StringComparison.Ordinal)), word => Assert.DoesNotContain(word, account.Note));
        foreach (var text in new[] { AccountText.Of(account), AccountJson.Document(account) }.Select(text => text.Replace(account.Note!, "", StringComparison.Ordinal)))
        {
            Assert.All(_words, word => Assert.All(Forms(Encoding.UTF8.GetBytes(word)).Append(word).Append(new string([.. word.Reverse()])), form => Assert.False(Has(text, form), $"{word} as {form}")));
            Assert.All(_bytes, bytes => Assert.All(Forms(bytes), form => Assert.False(Has(text, form), $"{Convert.ToHexString(bytes)} as {form}")));
        }
    }

    [Fact]
    public void Of_a_path_on_the_disk_the_name_and_Windows_own_folders_stay()
    {
        var prediction = new WindowsPrediction
        {
            Profile = "windows",
            Release = WindowsRelease.All[0],
            Outcome = WindowsOutcome.LoaderError,
            Stage = WindowsStage.Loader,
            Confidence = Evidence.Vendor,
            Trace = [],
            Headline = @"e1i is to be loaded, but \Windows\System32\drivers\e1i.sys is not on the disk; C:\Users\j.doe\Acme Corp\a.sys, \??\D:\acme\b.sys; PCI\VEN_8086&DEV_100E\3&1 and ROOT\ISCSIPRT\0000 start",
        };
        Assert.Equal(
            @"e1i is to be loaded, but \Windows\System32\drivers\e1i.sys is not on the disk; C:\folder\folder\folder\a.sys, \??\D:\folder\b.sys; PCI\VEN_8086&DEV_100E\3&1 and ROOT\ISCSIPRT\0000 start",
            PredictionScrub.Of([prediction], new Scrubber([1]))[0].Headline);
    }

    private static AccountSource Case()
    {
        var nic = new InstalledNic(PhysicalAddress.None, PciAddress.Parse("08:04.0")) { SerialNumber = 1, InstancePath = "", Filters = [new InstalledFilter("{0}", true)] };
        return new AccountSource(new WindowsSituation
        {
            Release = WindowsRelease.All.First(release => release.Generation == WindowsGeneration.Eight),
            Memory = AccountMemory.Of(FirmwareKind.Bios, null, null, null),
            Machine = new MachineSpec
            {
                Uuid = Guid.Empty,
                Smbios = new SmbiosSpec("Maker", "Product", "", ""),
                Nics = [new NicSpec { Name = "", Mac = PhysicalAddress.None, Pci = PciAddress.Parse("08:04.0"), Network = "", SerialNumber = 1, Model = new NicModel("", 1, 2) }, new NicSpec { Name = "", Mac = PhysicalAddress.None, Pci = PciAddress.Parse("08:04.1"), Model = new NicModel("", 1, 2) }],
            },
            Networks = [new NetworkSpec { Name = "", Subnet = IPNetwork.Parse("10.213.77.0/24"), Server = IPAddress.Any, ServerMac = PhysicalAddress.None, RouterAdvertisements = new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("fd13:57ac:9bdf::/64") } }],
            Targets =
            [
                new TargetSpec
                {
                    Iqn = "", Portals = [new IPEndPoint(IPAddress.Any, 3260)], Initiators = ["", ""], Chap = new ChapSpec("", "", "", ""), Redirect = "", Existing = new IPEndPoint(IPAddress.Any, 3260),
                    Luns = new Dictionary<ushort, LunSpec> { [0] = new LunSpec { Image = "" }, [1] = new LunSpec() }, AnyLun = new LunSpec { Image = "" },
                },
            ],
            PreBoot = new PreBoot(true, ""),
            Hotfixes = ["", ""],
            Installed = new InstallRecord { FirstNic = nic, Nics = [nic], Hotfixes = [""] },
        })
        {
            Seen = Observations.Nothing with
            {
                Lab = "",
                LabFile = "",
                TableOf = "",
                Notes = [""],
                Boots =
                [
                    new ObservedBoot
                    {
                        At = TimeSpan.Zero,
                        Logins = [new ObservedLogin(TimeSpan.Zero, "", "", "", "400001370000", IsSystem: true, "CHAP", 0)],
                        Nics = [new ObservedNic("", PciAddress.Parse("08:04.1"), 4, 4, ["", ""])],
                    },
                ],
            },
        };
    }

    /// <summary>A table with a mark in every field, and in whatever is no field.</summary>
    private byte[] Table()
    {
        var bytes = IbftWriter.Write(TableLayouts.Ipxe2017.Place(new IbftContent
        {
            Initiator = new InitiatorContent { Flags = 3, Name = Text(), IsnsServer = Ip(), SlpServer = Ip(), PrimaryRadiusServer = Ip(), SecondaryRadiusServer = Ip() },
            Nics = [.. Enumerable.Range(0, 2).Select(number => new NicContent
            {
                Flags = 3, MacAddress = Mac(), PciBdf = (ushort)(0x0820 + number), IpAddress = Ip(), SubnetMaskPrefix = 24, Gateway = Ip(), PrimaryDns = Ip(), SecondaryDns = Ip(), DhcpServer = Ip(), HostName = Text(),
            })],
            Targets = [new TargetContent { Flags = 3, IpAddress = Ip(), Port = 3260, Name = Text(), ChapType = ChapType.Mutual, ChapName = Text(), ChapSecret = Text(), ReverseChapName = Text(), ReverseChapSecret = Text() }],
        }));
        // Bytes of nobody's: the header's reserved ones, and behind the last.
        _words.Add("zqjunk");
        var junk = Encoding.ASCII.GetBytes("zqjunk");
        bytes = [.. bytes, .. junk];
        junk.CopyTo(bytes, IbftOffsets.Header.Reserved + 3);
        BitConverter.GetBytes(bytes.Length).CopyTo(bytes, IbftOffsets.Header.Length);
        bytes[IbftOffsets.Header.Checksum] -= IbftChecksum.Sum(bytes);
        return bytes;

        ByteString Text() => ByteString.FromString(Word());
        IbftAddress Ip() => IbftAddress.From(Address());
    }

    /// <summary>Puts a mark of its own into every property that holds a text, an address or a number that tells one thing from all others.</summary>
    private void Mark(object value, string path)
    {
        if (value is WindowsRelease or string or IPAddress or PhysicalAddress || value.GetType().Namespace?.StartsWith("BootLab.", StringComparison.Ordinal) != true)
        {
            foreach (var one in value is IDictionary map ? map.Values.Cast<object>() : value is IEnumerable list and not string ? list.Cast<object>() : [])
            {
                Mark(one, path);
            }

            return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && !s_told.Contains($"{value.GetType().Name}.{property.Name}")))
        {
            object? mark = property.GetValue(value) switch
            {
                string => Word(),
                IReadOnlyList<string> texts => texts.Select(_ => Word()).ToList(),
                IPAddress { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } => Address(),
                IReadOnlyList<IPEndPoint> portals => portals.Select(portal => new IPEndPoint(Address(), portal.Port)).ToList(),
                PhysicalAddress => Mac(),
                Guid => new Guid(Bytes([.. Enumerable.Range(0xd0, 16).Select(number => (byte)number)])),
                ulong => BitConverter.ToUInt64(Bytes([0xc7, 0x51, 0xe9, 0x3b, 0xa5, 0x7d, (byte)_bytes.Count, 0x99])),
                null when property.PropertyType == typeof(string) => Word(),
                _ => null,
            };
            if (mark is not null)
            {
                property.SetValue(value, mark);
            }
            else if (property.GetValue(value) is { } inner and not Guid and not ulong)
            {
                Mark(inner, $"{path}.{property.Name}");
            }
        }
    }

    private string Word()
    {
        _words.Add($"zq{_words.Count}xjk");
        return _words[^1];
    }

    private IPAddress Address() => new(Bytes([10, 213, 77, (byte)(_bytes.Count + 1)]));

    private PhysicalAddress Mac() => new([0, 0x1b, 0x21, .. Bytes([0xd7, 0xe9, (byte)_bytes.Count])]);

    private byte[] Bytes(byte[] bytes)
    {
        _bytes.Add(bytes);
        return bytes;
    }

    private static bool Has(string text, string form) => text.Contains(form, StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes as people and programs write them, forwards and backwards.</summary>
    private static IEnumerable<string> Forms(byte[] bytes)
    {
        foreach (var order in new[] { bytes, [.. bytes.Reverse()] })
        {
            yield return Convert.ToHexString(order);
            yield return BitConverter.ToString(order);
            yield return BitConverter.ToString(order).Replace('-', ':');
            yield return string.Join('.', order);
            // In the midst of other bytes.
            foreach (var before in new[] { 0, 1, 2 })
            {
                var base64 = Convert.ToBase64String([.. new byte[before], .. order, 0, 0]);
                yield return Regex.Match(base64[(before == 0 ? 0 : 4)..], $"^.{{{Math.Max(4, (((before + order.Length) / 3) - (before == 0 ? 0 : 1)) * 4)}}}").Value is { Length: > 0 } whole ? whole : base64;
            }
        }

        yield return Convert.ToHexString(Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(bytes)));
    }
}
