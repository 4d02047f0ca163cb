using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Testing;
using BootLab.Vm.Running;
using Xunit;

namespace BootLab.Vm.Tests.Running;

/// <summary>Labs whose machine is a real guest on the lab's own networks.</summary>
public sealed class VmRunnerTests(Guests guests)
{
    private const string San = "10.9.0.100";
    private static readonly VmRunOptions s_options = new() { Limits = new GuestLimits { Boot = Guests.Options.BootLimit, Stage = Guests.Options.BootLimit }, Progress = Say };

    [Fact]
    public void The_second_card_logs_in_with_CHAP_and_the_first_gets_its_lease()
    {
        var run = Run(Lab());

        Assert.Empty(run.Differences);
        Assert.Equal("booted", run.Outcome.ToString());
        Assert.Equal("BootLab: this is the disk of the SAN", run.Marker);
        Assert.Equal([0x55, 0xaa], OutcomeDetector.FirstSector(run.Report)[510..]);
        var login = Assert.Single(run.Logins);
        Assert.Equal(("CHAP", San), (login.AuthMethod, login.Peer.Address.ToString()));
        Assert.Equal(["10.8.0.100/24", San + "/24"], run.Nics.Select(nic => nic.Address));
        Assert.True(run.Nics[0].Dhcp > 0 && run.Nics[1].Arp > 0);
    }

    [Fact]
    public void A_card_without_lease_is_missed()
    {
        var lab = Lab();
        lab = lab with
        {
            // The SAN first, without CHAP, all cards in the table, nobody who gives the LAN addresses, and a third card whose cable is dead.
            Rom = lab.Beside[0].Rom,
            Machine = lab.Machine with
            {
                Nics =
                [
                    .. lab.Machine.Nics.Select(nic => nic with { Pci = PciAddress.Parse(nic.Name == "san" ? "08:04.0" : "08:04.1") }),
                    lab.Machine.Nics[0] with { Name = "spare", Mac = PhysicalAddress.Parse("52-54-00-00-08-42"), Pci = PciAddress.Parse("08:04.2"), LinkUp = false },
                ],
            },
            Networks = [.. lab.Networks.Select(network => network.Name == "lan" ? network with { Dhcp = null } : network)],
            Targets = [lab.Targets[0] with { Chap = null }],
        };

        var run = Run(lab);

        Assert.Empty(run.Differences);
        Assert.Equal("booted without NIC lan, spare: lan asked for an address 3 times and has none; spare has no link", run.Outcome.ToString());
        Assert.Equal("None", Assert.Single(run.Logins).AuthMethod);
        Assert.Equal([San + "/24", null, null], run.Nics.Select(nic => nic.Address));
        Assert.Equal((3, 0), (run.Nics[1].Dhcp, run.Nics[2].Frames));
        Assert.Contains("52:54:00:00:08:42 eth2 0 -", run.Report["addresses"]);
        Assert.Equal(["ethernet0/device", "ethernet1/device", "ethernet2/device"], run.Verdict.View.Where(entry => entry.Path.EndsWith("/device", StringComparison.Ordinal)).Select(entry => entry.Path));
    }

    [Fact]
    public void A_UEFI_machine_logs_in_by_the_table_of_EDK2()
    {
        if (!File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd"))
        {
            Requires.Missing("there is no UEFI firmware: apt-get install ovmf");
        }

        var run = Run(LabLoader.Load(Repository.PathTo("labs", "second-nic-dead")), "EDK2");

        Assert.Empty(run.Differences);
        Assert.Equal("booted", run.Outcome.ToString());
        Assert.Contains(run.Report["acpi"], line => line.Contains("iBFT", StringComparison.Ordinal));
        Assert.Equal(San, Assert.Single(run.Logins).Peer.Address.ToString());
    }

    [Fact]
    public void Both_sides_prove_themselves_on_the_other_machine_type()
    {
        var lab = WithScript(Lab(), """
            set username server2
            set password correct-horse-17
            set reverse-username disk2
            set reverse-password battery-staple-17
            sanboot iscsi:10.9.0.1::::iqn.2026-11.lab.boot:linux
            """);
        lab = lab with
        {
            Machine = lab.Machine with { Qemu = new QemuMachineSpec(QemuMachineType.Q35) },
            Targets = [lab.Targets[0] with { Chap = new ChapSpec("server2", "correct-horse-17", "disk2", "battery-staple-17") }],
        };

        var run = Run(lab);

        Assert.Empty(run.Differences);
        Assert.Equal("booted", run.Outcome.ToString());
        Assert.Equal(("mutual CHAP", San), (Assert.Single(run.Logins).AuthMethod, run.Logins[0].Peer.Address.ToString()));
        Assert.Equal("BootLab: this is the disk of the SAN", run.Marker);
    }

    [Fact]
    public void User_networking_leads_to_the_same_disk()
    {
        var run = Run(Lab(), options: s_options with { Network = GuestNetwork.User });

        Assert.Empty(run.Differences);
        Assert.Equal("booted", run.Outcome.ToString());
        Assert.Equal("CHAP", Assert.Single(run.Logins).AuthMethod);
        Assert.Equal(["10.8.0.100/24", San + "/24"], run.Nics.Select(nic => nic.Address));
        Assert.Null(run.Capture);
        Assert.Contains(run.Notes, note => note.StartsWith("user networking: no frame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_real_tgtd_is_on_the_networks_of_the_guest()
    {
        using var tgtd = new Tgtd(SanDisk.MakeImage(), ["server2", "correct-horse-17"], ["disk2", "battery-staple-17", "--outgoing"]);
        var lab = WithScript(Lab(), $"""
            set username server2
            set password correct-horse-17
            set reverse-username disk2
            set reverse-password battery-staple-17
            sanboot --keep iscsi:10.9.0.1:::1:{Tgtd.TargetName}
            """);
        var target = new TargetSpec
        {
            Iqn = Tgtd.TargetName,
            Portals = lab.Targets[0].Portals,
            Chap = new ChapSpec("server2", "correct-horse-17", "disk2", "battery-staple-17"),
            Existing = new IPEndPoint(IPAddress.Loopback, tgtd.Port),
        };

        var run = await Task.Run(() => Run(lab with { Targets = [target] }), TestContext.Current.CancellationToken);

        Assert.Empty(run.Differences);
        Assert.Equal("booted", run.Outcome.ToString());
        Assert.Equal(SanDisk.Marker, run.Marker);
        Assert.Contains("username_in=disk2", run.Report["session"]);
        Assert.Contains("written", run.Report["disk"]);
        Assert.Matches("@[0-9a-f]{16}\n", Encoding.Latin1.GetString(tgtd.Disk));
    }

    [Fact]
    public void A_wrong_secret_in_the_table_is_foretold_to_be_refused_and_is()
    {
        var lab = Lab();
        var emulated = LabRunner.Run(lab, capture: false).Outcomes[0].Run;
        var changed = lab with { Targets = [lab.Targets[0] with { Chap = new ChapSpec("server2", "another-secret-17") }] };

        var run = VmRunner.RunGuest(changed, emulated, guests.Pieces, s_options, TestContext.Current.CancellationToken);

        Assert.Empty(run.Differences);
        Assert.Equal("no boot: the table's CHAP name or secret is wrong", run.Prediction.Outcome!.ToString());
        Assert.Equal(VmOutcomeKind.NoBoot, run.Outcome.Kind);
        Assert.NotEmpty(run.Logins);
        Assert.All(run.Logins, login => Assert.Equal((2, 1), (login.StatusClass, login.StatusDetail)));
    }

    [Theory]
    [InlineData("crash", "stopped: the kernel panicked, in the stage 'crash'")]
    [InlineData("hang", "stopped: the stage 'hang' was not over within 1 s")]
    public void The_screen_of_a_guest_that_fails_is_kept(string end, string outcome)
    {
        var lab = Lab();
        var emulated = LabRunner.Run(lab, capture: false).Outcomes[0].Run;
        var options = s_options with { Limits = s_options.Limits with { Single = new Dictionary<string, TimeSpan> { ["hang"] = TimeSpan.FromSeconds(1) }, Panic = TimeSpan.FromSeconds(1) }, Words = ["panic=0", $"bootlab.instead={end}"] };

        var run = VmRunner.RunGuest(lab, emulated, guests.Pieces, options, TestContext.Current.CancellationToken);

        Assert.Equal(outcome, run.Outcome.ToString());
        Assert.Equal($"outcome: foretold booted; the guest: {outcome}", run.Differences[0]);
        Assert.Equal(".png", run.Screen!.Extension);
        Assert.Equal([0x89, .. "PNG\r\n"u8], run.Screen.Content[..6]);
        Assert.Equal((720, 400), (BinaryPrimitives.ReadInt32BigEndian(run.Screen.Content.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(run.Screen.Content.AsSpan(20)))); // a VGA in text mode
    }

    [Fact]
    public void What_differs_is_told()
    {
        var lab = Lab();
        var emulated = LabRunner.Run(lab, capture: false).Outcomes[0].Run;
        // The cards are somewhere else than the boot program found them.
        var moved = emulated with { Machine = emulated.Machine with { Nics = [.. emulated.Machine.Nics.Select(nic => nic with { Pci = nic.Pci with { Device = 5 } })] } };

        var prediction = Predictor.Of(emulated, lab);
        var other = Predictor.Of(moved, lab);

        Assert.Equal("no boot: the table has its NIC at 08:04.1, where the machine has none", other.Outcome!.ToString());
        Assert.Equal(
            [
                "outcome: foretold booted; the guest: no boot: x",
                "ethernet0/device: foretold '0000:08:04.1', Linux shows nothing",
                $"login: foretold from {San}; the targets saw none",
                "disk: its first 512 bytes are not those of the lab's logical unit",
            ],
            Comparison.Of(prediction, new VmOutcome(VmOutcomeKind.NoBoot, "x"), other.View, [], seesAddresses: true, new byte[512]));
    }

    private static LabFile Lab() => LabLoader.Load(Repository.PathTo("labs", "linux-login"));

    /// <summary>The lab with another boot script, without its first line.</summary>
    private static LabFile WithScript(LabFile lab, string script) => lab with
    {
        Networks =
        [
            .. lab.Networks.Select(network => network.Name != "san" ? network : network with
            {
                TftpFiles = new Dictionary<string, ContentSpec> { ["boot.ipxe"] = ContentSpec.FromText($"#!ipxe\n{script}\n") },
            }),
        ],
    };

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private VmRun Run(LabFile lab, string? producer = null, VmRunOptions? options = null)
    {
        var run = VmRunner.Run(lab, producer, guests.Pieces, options ?? s_options, TestContext.Current.CancellationToken);
        foreach (var line in run.Notes.Concat(run.Differences).Concat(run.Console))
        {
            Say(line);
        }

        return run;
    }
}
