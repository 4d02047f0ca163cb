using System.Globalization;
using System.Net;
using System.Text;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Logins that come in pieces, out of order, too often or for too much; sessions that replace one another.</summary>
public class TargetLoginTests
{
    private const string Names = $"InitiatorName={Rig.InitiatorName} TargetName={Rig.TargetName}";
    private static readonly TargetOptions Disk = new() { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(64)) };

    [Fact]
    public void A_text_that_comes_in_pieces_is_taken_as_one()
    {
        var initiator = new ScriptedInitiator(Disk);
        var text = Encoding.ASCII.GetBytes($"{Names} MaxBurstLength=4096 ".Replace(' ', '\0'));
        for (var at = 0; at < text.Length - 7; at += 7)
        {
            initiator.Send(Request(0x44), text.AsSpan(at, 7));
            var pdu = initiator.Answer();
            Assert.Equal((0x04, 0, 0), (pdu.Header.Flags, LoginResponse.Read(pdu.Header).StatusClass, pdu.Data.Length));
        }

        initiator.Send(Request(0x87), text.AsSpan(text.Length - (text.Length % 7 == 0 ? 7 : text.Length % 7)));
        Assert.Equal("TargetPortalGroupTag=1 MaxBurstLength=4096", string.Join(' ', TextKeys.Read(initiator.Answer().Data)));
        Assert.True(initiator.Session.IsLoggedIn);
    }

    [Fact]
    public void An_answer_that_is_too_long_comes_in_pieces()
    {
        var initiator = new ScriptedInitiator(Disk);
        var unknown = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"X-a-key-of-some-length-that-nobody-knows-at-all-number-{i:d3}=1"));
        var text = new List<byte>();
        var bytes = Bytes($"{Names} {unknown}");
        initiator.Send(Request(0x44), bytes.AsSpan(0, 7000));
        initiator.Answer();
        initiator.Send(Request(0x87), bytes.AsSpan(7000));
        for (var pieces = 1; ; pieces++)
        {
            Assert.InRange(pieces, 1, 3);
            var pdu = initiator.Answer();
            text.AddRange(pdu.Data);
            Assert.InRange(pdu.Data.Length, 1, 8192);
            if ((pdu.Header.Flags & 0x40) == 0)
            {
                Assert.Equal((0x87, true), (pdu.Header.Flags, initiator.Session.IsLoggedIn));
                break;
            }

            Assert.Equal((0x44, false), (pdu.Header.Flags, initiator.Session.IsLoggedIn));
            initiator.Send(Request(0x04));
        }

        Assert.Equal(200, TextKeys.Read([.. text]).Count(key => key.Value == "NotUnderstood"));
    }

    [Fact]
    public void A_flood_of_keys_is_refused()
    {
        var initiator = new ScriptedInitiator(Disk);
        Assert.StartsWith("0200", initiator.Login(0x87, Names + string.Concat(Enumerable.Range(0, 300).Select(i => $" k{i}=1"))), StringComparison.Ordinal);

        var endless = new ScriptedInitiator(Disk);
        for (var requests = 0; !endless.Session.IsClosed; requests++)
        {
            Assert.InRange(requests, 0, 100);
            endless.Send(Request(0x44), new byte[8000]);
        }

        Assert.Contains("0200", endless.Answers(header => $"{header.HalfWord(36):x4}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0c)] // begins in full feature phase
    [InlineData(0x8f)]
    [InlineData(0x08)] // stage 2 is none
    [InlineData(0x86)] // and nothing to go to
    [InlineData(0x80)] // from security to security
    public void Stages_that_are_none_are_refused(byte flags)
    {
        var initiator = new ScriptedInitiator(Disk);
        Assert.StartsWith("0200", initiator.Login(flags, Names), StringComparison.Ordinal);
        Assert.False(initiator.Session.IsLoggedIn);
        Assert.True(initiator.Session.IsClosed);
    }

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(1, 7, 0)]
    [InlineData(1, 0, 3)]
    public void A_login_stays_the_same_one_to_its_end(ushort isid, ushort tsih, ushort cid)
    {
        var initiator = new ScriptedInitiator(Disk);
        initiator.Login(0x81, Names + " AuthMethod=None");
        initiator.Send(Request(0x87) with { Isid = Isid.FromFenSystems(isid), Tsih = tsih, Cid = cid });

        Assert.Equal((2, 0), (initiator.Answer().Header.Bytes[36], initiator.Session.IsLoggedIn ? 1 : 0));
    }

    [Theory]
    [InlineData(DigestPolicy.Demanded, "HeaderDigest=None,CRC32C DataDigest=CRC32C", "0000", "HeaderDigest=CRC32C DataDigest=CRC32C")]
    [InlineData(DigestPolicy.Demanded, "HeaderDigest=CRC32C", "0200", "")]
    [InlineData(DigestPolicy.Demanded, "HeaderDigest=None DataDigest=None", "0200", "")]
    [InlineData(DigestPolicy.Refused, "HeaderDigest=CRC32C,None DataDigest=CRC32C", "0000", "HeaderDigest=None DataDigest=Reject")]
    public void Digests_are_demanded_or_refused(DigestPolicy policy, string offer, string status, string answer)
    {
        var initiator = new ScriptedInitiator(Disk with { HeaderDigest = policy, DataDigest = policy });
        var end = initiator.Login(0x87, $"{Names} {offer}");

        Assert.StartsWith(status, end, StringComparison.Ordinal);
        Assert.EndsWith(answer, end, StringComparison.Ordinal);
        if (status != "0000")
        {
            Assert.Contains("demands", initiator.Logins.Single().ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, "0101")]
    [InlineData(true, "0102")]
    public void A_redirect_is_for_now_or_for_good(bool isPermanent, string status) => Assert.Equal(
        $"{status} 04 TargetAddress=192.0.2.1:3260",
        new ScriptedInitiator(Disk with { Redirect = "192.0.2.1:3260", RedirectIsPermanent = isPermanent }).Login(0x87, Names));

    [Fact]
    public void All_portals_are_told_with_their_groups()
    {
        var initiator = new ScriptedInitiator(Disk);
        initiator.Server.Portals = [new(Rig.Portal, 2), new(IPEndPoint.Parse("[fd00::2]:3260"), 3)];
        initiator.Login(0x87, $"InitiatorName={Rig.InitiatorName} SessionType=Discovery");
        initiator.Send(new TextRequest(true, 0x80, 0, 3, PduHeader.ReservedTag, 1, 6), "SendTargets=All\0"u8);

        Assert.Equal(
            $"TargetName={Rig.TargetName} TargetAddress=10.0.2.2:47260,2 TargetAddress=[fd00::2]:3260,3", string.Join(' ', TextKeys.Read(initiator.Answer().Data)));
        Assert.Contains("TargetPortalGroupTag=2", new ScriptedInitiator(initiator).Login(0x87, Names), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:3260", "127.0.0.1:3260,1")]
    [InlineData("[::1]:3260,7", "[::1]:3260,7")]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("127.0.0.1:3260,x", null)]
    [InlineData("127.0.0.1:99999", null)]
    public void A_portal_is_an_address_a_port_and_a_group(string text, string? portal) =>
        Assert.Equal(portal, TargetPortal.TryParse(text, out var read) ? read.ToString() : null);

    [Fact]
    public void The_same_initiator_port_takes_the_place_of_its_old_session()
    {
        var old = new ScriptedInitiator(Disk).Enter();
        var elsewhere = new ScriptedInitiator(old) { Isid = 2 }.Enter();
        old.Command([0x28, 0, 0, 0, 0, 0, 0, 0, 64, 0], 64 * 512);
        Assert.Equal(2, old.Server.SessionCount);

        var fresh = new ScriptedInitiator(old).Enter();
        Assert.True(old.Session.IsClosed);
        Assert.False(old.TryAnswer(out _));
        Assert.False(elsewhere.Session.IsClosed);
        Assert.Equal(2, old.Server.SessionCount);
        old.Session.End();
        Assert.Equal([SessionEndReason.Replaced], old.Ends.Select(end => end.Reason));
        fresh.Session.End();
        elsewhere.Session.End();
        Assert.Equal(0, old.Server.SessionCount);
    }

    [Fact]
    public void A_connection_comes_back_to_its_session_by_handle_and_a_second_one_is_too_many()
    {
        var old = new ScriptedInitiator(Disk);
        old.Login(0x81, Names + " AuthMethod=None");
        old.Send(Request(0x87));
        var handle = LoginResponse.Read(old.Answer().Header).Tsih;

        Assert.StartsWith("020a", new ScriptedInitiator(old).Login(0x87, Names, (ushort)(handle + 1)), StringComparison.Ordinal);
        var second = new ScriptedInitiator(old);
        second.Send(Request(0x87) with { Tsih = handle, Cid = 1 }, Bytes(Names));
        Assert.Equal("0206", second.Answers(header => $"{header.HalfWord(36):x4}").Split(' ')[1]);
        Assert.False(old.Session.IsClosed);

        var again = new ScriptedInitiator(old);
        Assert.StartsWith("0000", again.Login(0x87, Names, handle), StringComparison.Ordinal);
        Assert.True(old.Session.IsClosed);
    }

    [Fact]
    public void Sessions_have_a_limit()
    {
        var server = new TargetServer([Disk], new Random(1), new ManualTime()) { MaxSessions = 2 };
        var sessions = Enumerable.Range(1, 3).Select(_ => new TargetSession(server, Rig.Portal, Rig.Peer)).ToList();
        foreach (var (number, session) in sessions.Index())
        {
            session.Receive(PduWriter.ToArray(Request(0x87) with { Isid = Isid.FromFenSystems((ushort)number) }, Bytes(Names)));
        }

        Assert.Equal([true, true, false], sessions.Select(session => session.IsLoggedIn));
        Assert.True(sessions[2].TryTakeOutput(out var refusal));
        Assert.Equal("0302", new PduHeader(refusal.Span).HalfWord(36).ToString("x4", CultureInfo.InvariantCulture));
        sessions[0].End();
        var next = new TargetSession(server, Rig.Portal, Rig.Peer);
        next.Receive(PduWriter.ToArray(Request(0x87) with { Isid = Isid.FromFenSystems(9) }, Bytes(Names)));
        Assert.True(next.IsLoggedIn);
    }

    [Fact]
    public void A_target_may_take_one_session_at_a_time()
    {
        var server = new TargetServer([Disk with { MaxSessions = 1 }, Disk with { Name = $"{Rig.TargetName}.other" }], new Random(1), new ManualTime());
        var first = LoggedIn(1, Names);
        Assert.True(first.IsLoggedIn);
        Assert.False(LoggedIn(2, Names).IsLoggedIn);
        Assert.True(LoggedIn(2, $"{Names}.other").IsLoggedIn);
        Assert.True(LoggedIn(1, Names).IsLoggedIn, "the same session again");
        Assert.True(first.IsClosed);

        TargetSession LoggedIn(ushort isid, string names)
        {
            var session = new TargetSession(server, Rig.Portal, Rig.Peer);
            session.Receive(PduWriter.ToArray(Request(0x87) with { Isid = Isid.FromFenSystems(isid) }, Bytes(names)));
            return session;
        }
    }

    [Fact]
    public void Names_cannot_steer_a_terminal()
    {
        var initiator = new ScriptedInitiator(Disk);
        initiator.Login(0x87, $"InitiatorName=iqn.\u001b[31mred\u202e TargetName={Rig.TargetName}");
        Assert.Contains("iqn.?[31mred? ->", initiator.Logins.Single().ToString(), StringComparison.Ordinal);
    }

    private static LoginRequest Request(byte flags) => new(flags, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 5);

    private static byte[] Bytes(string keys) => Encoding.UTF8.GetBytes(keys.Replace(' ', '\0') + '\0');
}
