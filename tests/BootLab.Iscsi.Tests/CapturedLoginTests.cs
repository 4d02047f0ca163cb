using System.Text;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Rom;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>What the initiator sends, against the packets of a real iPXE: the answers come from the capture.</summary>
public class CapturedLoginTests
{
    // The two random bytes of the captured ISID; a run of the initiator has others of its own.
    private const int IsidQualifierOffset = 12;

    [Fact]
    public void Every_segment_of_iPXE_is_sent_byte_for_byte()
    {
        var capture = Capture.Ipxe;
        var engine = Engine(LoginProfiles.Ipxe);
        var answers = new PduReader(65536);
        answers.Append([.. capture.FromTarget]);
        var buffer = new byte[4096];
        var lun = ScsiLun.FromNumber(1);
        Queue<ScsiTask> commands = new(
        [
            new ScsiTask(lun, Cdbs.TestUnitReady, default, default),
            new ScsiTask(lun, Cdbs.ReadCapacity10, buffer.AsMemory(0, 8), default),
            new ScsiTask(lun, Cdbs.Read(64, 4), buffer.AsMemory(0, 4 * 512), default),
            new ScsiTask(lun, Cdbs.Read(0, 1), buffer.AsMemory(0, 512), default),
            new ScsiTask(lun, Cdbs.Read(0, 1), buffer.AsMemory(0, 512), default),
        ]);
        var sent = new List<byte[]>();

        engine.Start(TimeSpan.Zero);
        Take(engine, sent);
        while (answers.TryRead(out var answer))
        {
            engine.Receive(answer.Header.Bytes, TimeSpan.Zero);
            engine.Receive(answer.Data, TimeSpan.Zero);
            engine.Receive(new byte[Pdu.PaddingOf(answer.Data.Length)], TimeSpan.Zero);
            if (engine.IsLoggedIn && commands.TryDequeue(out var command))
            {
                engine.Submit(command, TimeSpan.Zero);
            }

            Take(engine, sent);
        }

        Assert.Null(engine.Failure);
        Assert.Empty(commands);
        Assert.Equal(capture.InitiatorSegments.Select(WithoutQualifier), sent.Select(WithoutQualifier));
        Assert.Equal([0x55, 0xaa], buffer[510..512]);
    }

    [Fact]
    public void First_login_request_has_the_header_of_the_capture()
    {
        var request = LoginRequest.Read(new PduHeader(Capture.Ipxe.InitiatorSegments[0]));

        Assert.Equal(0x43, Capture.Ipxe.InitiatorSegments[0][0]);
        Assert.Equal(0x81, request.Flags);
        Assert.Equal(0x18ae0001u, request.InitiatorTaskTag);
        Assert.Equal(1u, request.ExpStatSN);
        Assert.Equal(Isid.FromFenSystems(0xee76), request.Isid);
    }

    public static TheoryData<string, string, string> Profiles => new()
    {
        {
            "gpxe-1.0.0",
            "InitiatorName TargetName SessionType AuthMethod",
            "HeaderDigest DataDigest InitialR2T MaxRecvDataSegmentLength MaxBurstLength DefaultTime2Wait DefaultTime2Retain MaxOutstandingR2T DataPDUInOrder DataSequenceInOrder ErrorRecoveryLevel"
        },
        {
            "ipxe-before-2017-05",
            "InitiatorName TargetName SessionType AuthMethod",
            "HeaderDigest DataDigest MaxConnections InitialR2T ImmediateData MaxRecvDataSegmentLength MaxBurstLength DefaultTime2Wait DefaultTime2Retain MaxOutstandingR2T DataPDUInOrder DataSequenceInOrder ErrorRecoveryLevel"
        },
        {
            "edk2",
            "InitiatorName SessionType TargetName AuthMethod",
            "HeaderDigest DataDigest ErrorRecoveryLevel InitialR2T ImmediateData MaxRecvDataSegmentLength MaxBurstLength FirstBurstLength MaxConnections DataPDUInOrder DataSequenceInOrder DefaultTime2Wait DefaultTime2Retain MaxOutstandingR2T"
        },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Other_producers_send_their_keys_in_their_order(string name, string firstKeys, string operationalKeys)
    {
        LoginProfile[] all = [LoginProfiles.Gpxe100, LoginProfiles.IpxeBefore2017May, LoginProfiles.Edk2];
        var engine = Engine(all.Single(profile => profile.Name == name));
        engine.Start(TimeSpan.Zero);
        var first = Sent(engine);
        engine.Receive(
            PduWriter.ToArray(
                LoginResponse.Read(first.Header) with { Flags = 0x81, Tsih = 0, StatSN = 7, ExpCmdSN = first.Header.CmdSN, MaxCmdSN = first.Header.CmdSN, StatusClass = 0, StatusDetail = 0 },
                "AuthMethod=None\0"u8),
            TimeSpan.Zero);
        var second = Sent(engine);

        Assert.Equal(firstKeys, Names(first.Data));
        Assert.Equal(operationalKeys, Names(second.Data));
        Assert.Equal(0x87, second.Header.Flags);
        Assert.Equal(8u, second.Header.ExpStatSN);
    }

    [Fact]
    public void Edk2_takes_its_isid_from_the_mac_and_counts_from_one()
    {
        var engine = Engine(LoginProfiles.Edk2);
        engine.Start(TimeSpan.Zero);
        Assert.True(engine.TryTakeOutput(out var pdu));

        var request = LoginRequest.Read(new PduHeader(pdu.Span));
        Assert.Equal("125400000001", request.Isid.ToString());
        Assert.Equal((1u, 1u, 0u, (ushort)1), (request.CmdSN, request.InitiatorTaskTag, request.ExpStatSN, request.Cid));
        Assert.True(pdu.Length > PduHeader.Length, "header and data leave in one write");
    }

    private static InitiatorEngine Engine(LoginProfile profile) => new(
        new InitiatorOptions
        {
            InitiatorName = Rig.InitiatorName,
            TargetName = Rig.TargetName,
            LoginProfile = profile,
            Mac = new byte[] { 0x52, 0x54, 0, 0, 0, 1 },
        },
        new Random(1));

    private static void Take(InitiatorEngine engine, List<byte[]> sent)
    {
        while (engine.TryTakeOutput(out var segment))
        {
            sent.Add(segment.ToArray());
        }
    }

    private static Pdu Sent(InitiatorEngine engine)
    {
        var sent = new List<byte[]>();
        Take(engine, sent);
        var reader = new PduReader(65536);
        sent.ForEach(segment => reader.Append(segment));
        return reader.TryRead(out var pdu) ? pdu : throw new InvalidOperationException("nothing was sent");
    }

    private static string Names(ReadOnlySpan<byte> text) => string.Join(' ', TextKeys.Read(text).Select(key => key.Key));

    // As text, so that a difference shows where it is.
    private static string WithoutQualifier(byte[] segment)
    {
        var copy = (byte[])segment.Clone();
        if (copy[0] == 0x43)
        {
            copy.AsSpan(IsidQualifierOffset, 2).Clear();
        }

        return copy[0] is 0x43 or 0x01 ? Convert.ToHexString(copy) : Encoding.ASCII.GetString(copy);
    }
}
