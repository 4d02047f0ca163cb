using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Labs.Tests.Running.Support;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>The capture of each boot, as tshark sees it.</summary>
public class CaptureTests
{
    public static TheoryData<string> Labs => CapturedLabs.Names;

    [Theory]
    [MemberData(nameof(Labs))]
    public void Tshark_decodes_every_frame_and_counts_what_the_events_count(string name)
    {
        var lab = CapturedLabs.Load(name);
        var run = CapturedLabs.Run(lab);
        var tshark = new Tshark(run.Capture!, Ports(lab));

        Assert.Empty(tshark.Complaints());
        // All four checksums were looked at: 1 is "good".
        Assert.Contains("1", tshark.Values("ip.checksum.status"));
        Assert.Contains("1", tshark.Values("tcp.checksum.status"));
        Assert.Contains("1", tshark.Values("udp.checksum.status"));
        Assert.Equal(Frames.OfPcapNg(run.Capture!).Count, tshark.Frames);

        Assert.Equal(Count(run, "pdu-sent") + Count(run, "pdu-received"), tshark.Values("iscsi.opcode").Count);
        Assert.True(Count(run, "pdu-sent") >= 3, "a boot logs in and reads");

        int Messages(int type) => tshark.Values("dhcp.option.dhcp").Count(value => value == $"{type}");
        var (discover, offer, request, ack) = (Messages(1), Messages(2), Messages(3), Messages(5));
        Assert.Equal(Count(run, "lease"), ack);
        Assert.Equal(ack, request);
        Assert.Equal(discover, offer);
        Assert.True(discover >= ack, $"{discover} DISCOVER for {ack} leases");
    }

    [Fact]
    public void Ipxe_asks_as_often_as_in_the_captured_run()
    {
        var lab = CapturedLabs.Load("1nic-1tgt");
        var types = new Tshark(CapturedLabs.Run(lab).Capture!, Ports(lab)).Values("dhcp.option.dhcp");

        // DISCOVER, OFFER; again, because a ProxyDHCP offer is waited for; REQUEST, ACK; all of it once more for the script's dhcp command.
        Assert.Equal("1 2 1 2 3 5 1 2 1 2 3 5", string.Join(' ', types));
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Each_nic_has_an_interface_and_each_stage_a_comment(string name)
    {
        var lab = CapturedLabs.Load(name);
        var run = CapturedLabs.Run(lab);

        Assert.Equal(lab.Machine.Nics.Count, Frames.Interfaces(run.Capture!));
        var comments = new Tshark(run.Capture!, []).Values("frame.comment");
        var expected = run.Journal.Events
            .Where(entry => entry.Stage != "script" && entry.Name is not ("pdu-sent" or "pdu-received"))
            .Select(entry => $"{entry.Stage}: {entry.Text}")
            .ToList();
        // What happens after the last frame has no frame to stand on.
        Assert.Equal(expected.Take(comments.Count), comments);
        Assert.Contains(comments, comment => comment.StartsWith("dhcp: ", StringComparison.Ordinal));
        Assert.Contains(comments, comment => comment.StartsWith("iscsi: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_lab_is_the_same_bytes_every_time(string name)
    {
        var first = CapturedLabs.Run(CapturedLabs.Load(name));
        var second = CapturedLabs.Run(CapturedLabs.Load(name));

        Assert.Equal(first.Capture, second.Capture);
        Assert.Equal(Lines(first), Lines(second));
        Assert.Equal(first.Journal.Console, second.Journal.Console);
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void Another_seed_changes_transaction_ids_and_not_the_table(string name)
    {
        var lab = CapturedLabs.Load(name);
        var first = CapturedLabs.Run(lab);
        var second = CapturedLabs.Run(lab with { Seed = lab.Seed + 1 });

        var xids = TransactionIds(first);
        Assert.NotEmpty(xids);
        Assert.Empty(xids.Intersect(TransactionIds(second)));
        Assert.Equal(first.Table!.Bytes, second.Table!.Bytes);
        Assert.Equal(first.Table.Address, second.Table.Address);
    }

    private static int[] Ports(LabFile lab) => [.. lab.Targets.SelectMany(target => target.Portals).Select(portal => portal.Port)];

    private static int Count(BootRun run, string name) => run.Journal.Events.Count(entry => entry.Name == name);

    private static string[] TransactionIds(BootRun run) => [.. Frames.OfPcapNg(run.Capture!).UdpTo(67).Select(bootp => Convert.ToHexString(bootp, 4, 4)).Distinct()];

    private static string Lines(BootRun run)
    {
        using var lines = new MemoryStream();
        EventLines.Write(lines, run.Journal.Events, SecretMask.Of(run, showSecrets: true));
        return System.Text.Encoding.UTF8.GetString(lines.ToArray());
    }
}
