using System.Text;
using BootLab.Machine;
using BootLab.Report.Accounts;
using Xunit;

namespace BootLab.Report.Tests.Accounts;

/// <summary>Observations go into a file and come out of it as they were; a damaged file says what is wrong.</summary>
public sealed class ObservationJsonTests
{
    private static readonly Observation s_seen = new()
    {
        Lab = "two-ports",
        LabFile = "/labs/two-ports/lab.yaml",
        TableOf = "bootlab",
        Table = [1, 2, 3],
        HandOver = "lowmem",
        Address = 0x9e620,
        BootLab = "0.1.0",
        Qemu = "7.2.22",
        Package = "ipxe-qemu 1",
        Accelerator = "tcg",
        MemoryMiB = 4096,
        ImageFormat = "vhdx",
        ImageBytes = 64L << 30,
        End = WatchEnd.RestartedTooOften,
        Elapsed = TimeSpan.FromSeconds(90.5),
        Notes = ["a note"],
        Boots =
        [
            new ObservedBoot
            {
                At = TimeSpan.Zero,
                BootSectorAt = TimeSpan.FromSeconds(6.5),
                Logins =
                [
                    new ObservedLogin(TimeSpan.FromSeconds(6), "10.9.0.100", "iqn.2026-11.lab.boot:host", "iqn.2026-11.lab.boot:disk", "400027231234", IsSystem: false, "CHAP", 0),
                    new ObservedLogin(TimeSpan.FromSeconds(20), "10.9.0.100", null, null, "400001370000", IsSystem: true, "None", 0x0201),
                    new ObservedLogin(TimeSpan.FromSeconds(30), "10.9.0.100", "iqn.2026-11.lab.boot:host", "iqn.2026-11.lab.boot:disk", "400001370000", IsSystem: true, "CHAP", 0),
                ],
                Nics = [new ObservedNic("san", PciAddress.Parse("08:04.0"), 100, 40, ["PXEClient"]), new ObservedNic("lan", PciAddress.Parse("08:04.1"), 0, 0, [])],
                Panics = [new ObservedPanic(TimeSpan.FromSeconds(40), 0x7b), new ObservedPanic(TimeSpan.FromSeconds(41), null)],
            },
            new ObservedBoot { At = TimeSpan.FromSeconds(42) },
        ],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var document = ObservationJson.Document(s_seen);
        var read = ObservationJson.Read(Encoding.UTF8.GetBytes(document));
        Assert.Equal(document, ObservationJson.Document(read));
        Assert.Equal(s_seen.Table, read.Table);
        Assert.Equal(s_seen.Boots[0].Logins, read.Boots[0].Logins);
        Assert.Equal(s_seen.Boots[0].Panics, read.Boots[0].Panics);
        Assert.Equal(AccountWords.Lines(s_seen), AccountWords.Lines(read));
    }

    [Fact]
    public void Words_say_what_was_seen_and_who_logged_in()
    {
        Assert.Equal("the machine restarted by itself, 1 time; the system's initiator had logged in before", AccountWords.Headline(s_seen));
        Assert.Equal(
            """
                0.0 s  switched on
                6.0 s  the boot program logs in as iqn.2026-11.lab.boot:host from 10.9.0.100, CHAP, ISID 400027231234 (iPXE)
                6.5 s  a boot sector is entered; the table is handed over, at 0x9e620
               20.0 s  the system's initiator is refused (0201) as (no name) from 10.9.0.100, None, ISID 400001370000 (Microsoft)
               30.0 s  the system's initiator logs in as iqn.2026-11.lab.boot:host from 10.9.0.100, CHAP, ISID 400001370000 (Microsoft)
               40.0 s  the system crashes and gives the stop code 0x7B
               41.0 s  the system tells QEMU that it crashes
                       NIC san at 08:04.0: 100 frames, 40 of them after the system's login; asked for a lease: PXEClient
                       NIC lan at 08:04.1: 0 frames, 0 of them after the system's login; nobody asked for a lease
               42.0 s  restart 1, by the system or the firmware
               90.5 s  given up, as it restarted too often
            """.Split('\n').Select(line => line.TrimEnd()),
            AccountWords.Lines(s_seen).Select(line => line.TrimEnd()));
    }

    [Fact]
    public void A_login_of_the_boot_program_is_no_boot_where_boot_sectors_are_seen()
    {
        var seen = s_seen with { End = WatchEnd.Limit, Boots = [new ObservedBoot { At = TimeSpan.Zero, Logins = [s_seen.Boots[0].Logins[0]] }] };
        Assert.Equal((Reached.NoBoot, "no boot sector was entered"), (seen.Reached, AccountWords.Headline(seen)));
        var onUefi = seen with { Firmware = FirmwareKind.Uefi };
        Assert.Equal((Reached.NotLoggedIn, "the boot program logged in; no initiator of the system logged in"), (onUefi.Reached, AccountWords.Headline(onUefi)));
        Assert.Equal((Reached.NoBoot, "nobody logged in"), ((onUefi with { Boots = [new ObservedBoot { At = TimeSpan.Zero }] }).Reached, AccountWords.Headline(onUefi with { Boots = [new ObservedBoot { At = TimeSpan.Zero }] })));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"schema\": \"bootlab/vm-run/1\"}")]
    [InlineData("{\"schema\": \"bootlab/observation/1\"}")]
    [InlineData("{\"schema\": 7}")]
    public void Another_document_is_none(string document) => Assert.Throws<ObservationFormatException>(() => ObservationJson.Read(Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void A_damaged_document_is_read_or_refused_and_nothing_else()
    {
        var document = Encoding.UTF8.GetBytes(ObservationJson.Document(s_seen));
        var random = new Random(4);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = document[..(round % 5 == 0 ? random.Next(document.Length) : document.Length)];
            for (var change = random.Next(3); change >= 0 && damaged.Length > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                ObservationJson.Read(damaged);
            }
            catch (ObservationFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 20_000);
    }
}
