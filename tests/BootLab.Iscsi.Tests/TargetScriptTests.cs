using System.Globalization;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The target's session against initiators that a script plays.</summary>
public class TargetScriptTests
{
    private const string Names = $"InitiatorName={Rig.InitiatorName} TargetName={Rig.TargetName}";
    private static readonly TargetOptions Disk = new() { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(2048)) };
    private static readonly TargetOptions WithChap = Disk with { Chap = new TargetChap { Username = "u", Password = "secretsecret1", ReverseUsername = "t", ReversePassword = "reversesecret" } };

    [Fact]
    public void The_answers_to_iPXE_are_those_of_a_plain_target()
    {
        var initiator = new ScriptedInitiator(Disk);

        Assert.Equal("0000 81 TargetPortalGroupTag=1 AuthMethod=None", initiator.Login(0x81, Names + " SessionType=Normal AuthMethod=None"));
        Assert.Equal(
            "0000 87 HeaderDigest=None DataDigest=None MaxConnections=1 InitialR2T=Yes ImmediateData=No MaxRecvDataSegmentLength=262144 MaxBurstLength=262144 "
            + "FirstBurstLength=65536 DefaultTime2Wait=0 DefaultTime2Retain=0 MaxOutstandingR2T=1 DataPDUInOrder=Yes DataSequenceInOrder=Yes ErrorRecoveryLevel=0",
            initiator.Login(
                0x87,
                "HeaderDigest=None DataDigest=None MaxConnections=1 InitialR2T=Yes ImmediateData=No MaxRecvDataSegmentLength=8192 MaxBurstLength=262144 "
                + "FirstBurstLength=65536 DefaultTime2Wait=0 DefaultTime2Retain=0 MaxOutstandingR2T=1 DataPDUInOrder=Yes DataSequenceInOrder=Yes ErrorRecoveryLevel=0"));
        Assert.True(initiator.Session.IsLoggedIn);
    }

    [Theory]
    [InlineData("HeaderDigest=CRC32C,None", "HeaderDigest=CRC32C")]
    [InlineData("HeaderDigest=None,CRC32C", "HeaderDigest=None")]
    [InlineData("DataDigest=CRC32C", "DataDigest=CRC32C")]
    [InlineData("DataDigest=X-org.example.sum", "DataDigest=Reject")]
    [InlineData("InitialR2T=No", "InitialR2T=No")]
    [InlineData("MaxBurstLength=0x1000", "MaxBurstLength=4096")]
    [InlineData("MaxBurstLength=16776192", "MaxBurstLength=262144")]
    [InlineData("DefaultTime2Wait=2", "DefaultTime2Wait=2")]
    [InlineData("ErrorRecoveryLevel=2", "ErrorRecoveryLevel=0")]
    [InlineData("IFMarker=Yes", "IFMarker=No")]
    [InlineData("X-org.example.speed=9", "X-org.example.speed=NotUnderstood")]
    public void An_offer_is_answered_by_its_rule(string offer, string answer) =>
        Assert.Equal($"0000 87 TargetPortalGroupTag=1 {answer}", new ScriptedInitiator(Disk).Login(0x87, $"{Names} {offer}"));

    [Theory]
    [InlineData("0207", 0x87, "TargetName=iqn.x")]
    [InlineData("0207", 0x87, "InitiatorName=iqn.a")]
    [InlineData("0203", 0x87, "InitiatorName=iqn.a TargetName=iqn.x")]
    [InlineData("0209", 0x87, Names + " SessionType=Odd")]
    [InlineData("0200", 0x87, Names + " MaxBurstLength=1 ")]
    [InlineData("0200", 0x87, Names + " InitialR2T=Maybe")]
    [InlineData("0200", 0x87, Names + " MaxConnections=1 MaxConnections=1")]
    [InlineData("0200", 0x87, "garbage")]
    [InlineData("0200", 0xc7, Names)]
    [InlineData("0200", 0x84, Names)]
    [InlineData("0201", 0x81, Names + " AuthMethod=KRB5")]
    public void A_bad_login_is_refused_and_the_connection_closed(string status, byte flags, string keys)
    {
        var initiator = new ScriptedInitiator(Disk);

        Assert.StartsWith(status, initiator.Login(flags, keys), StringComparison.Ordinal);
        Assert.True(initiator.Session.IsClosed);
        Assert.Equal(status, initiator.Logins.Select(login => $"{login.StatusClass:x2}{login.StatusDetail:x2}").Single());
    }

    [Fact]
    public void A_session_that_does_not_exist_is_not_joined() =>
        Assert.StartsWith("020a", new ScriptedInitiator(Disk).Login(0x87, Names, tsih: 5), StringComparison.Ordinal);

    [Theory]
    [InlineData(0x87, "")]
    [InlineData(0x81, " AuthMethod=None")]
    [InlineData(0x81, "")]
    [InlineData(0x83, "")]
    public void Chap_that_is_demanded_cannot_be_skipped(byte flags, string keys)
    {
        var initiator = new ScriptedInitiator(WithChap);

        Assert.StartsWith("0201", initiator.Login(flags, Names + keys), StringComparison.Ordinal);
        Assert.False(initiator.Session.IsLoggedIn);
    }

    [Theory]
    [InlineData("CHAP_N=u CHAP_R=0x00")]
    [InlineData("CHAP_A=7")]
    public void Chap_is_done_in_its_order(string keys)
    {
        var initiator = new ScriptedInitiator(WithChap);
        Assert.Equal("0000 01 TargetPortalGroupTag=1 AuthMethod=CHAP", initiator.Login(0x81, Names + " AuthMethod=CHAP,None"));

        Assert.StartsWith("0201", initiator.Login(0x81, keys), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_is_not_left_before_chap_is_done()
    {
        var initiator = new ScriptedInitiator(WithChap);
        initiator.Login(0x81, Names + " AuthMethod=CHAP");

        Assert.Equal("0000 01", initiator.Login(0x81, ""));
        Assert.StartsWith("0200", initiator.Login(0x87, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void The_targets_own_challenge_is_not_answered()
    {
        var initiator = new ScriptedInitiator(WithChap);
        initiator.Login(0x81, Names + " AuthMethod=CHAP");
        var offer = initiator.Login(0x81, "CHAP_A=5").Split(' ').Skip(2).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.True(BinaryValue.TryDecode(offer["CHAP_C"], out var challenge));
        var id = byte.Parse(offer["CHAP_I"], CultureInfo.InvariantCulture);
        var response = BinaryValue.ToHex(Chap.Response(id, "secretsecret1", challenge));

        Assert.StartsWith("0201", initiator.Login(0x81, $"CHAP_N=u CHAP_R={response} CHAP_I={id} CHAP_C={offer["CHAP_C"]}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_but_a_login_before_the_login_closes_the_connection()
    {
        var initiator = new ScriptedInitiator(Disk);
        initiator.Send(default(NopOut));

        Assert.True(initiator.Session.IsClosed);
        Assert.False(initiator.TryAnswer(out _));
    }

    [Fact]
    public void A_discovery_lists_the_targets_that_the_initiator_may_use()
    {
        var targets = Enumerable.Range(0, 300).Select(i => new TargetOptions { Name = $"iqn.2026-01.test:disk{i}", Initiators = i % 3 == 0 ? ["iqn.other"] : [] }).ToArray();
        var initiator = new ScriptedInitiator(targets);
        initiator.Login(0x87, $"InitiatorName={Rig.InitiatorName} SessionType=Discovery MaxRecvDataSegmentLength=1024");
        var text = new List<byte>();

        initiator.Send(new TextRequest(true, 0x80, 0, 3, PduHeader.ReservedTag, 1, 6), "SendTargets=All\0"u8);
        for (var pieces = 0; ; pieces++)
        {
            Assert.InRange(pieces, 0, 40);
            var pdu = initiator.Answer();
            text.AddRange(pdu.Data);
            Assert.InRange(pdu.Data.Length, 1, 1024);
            if (TextResponse.Read(pdu.Header) is { Flags: 0x80 })
            {
                break;
            }

            initiator.Send(new TextRequest(true, 0x80, 0, 3, pdu.Header.TargetTransferTag, 1, 6));
        }

        var keys = TextKeys.Read([.. text]);
        Assert.Equal(200, keys.Count(key => key.Key == "TargetName"));
        Assert.Equal(new TextKey("TargetAddress", "10.0.2.2:47260,1"), keys[1]);
        initiator.Send(new ScsiCommand(true, 0x81, 0, 4, 0, 1, 7, Cdbs.TestUnitReady));
        Assert.Equal(Opcode.Reject, initiator.Answer().Header.Opcode);
    }

    [Fact]
    public void A_ping_comes_back_with_its_data()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        initiator.Send(new NopOut(true, 0, 42, PduHeader.ReservedTag, 1, 6), "hello"u8);

        var pdu = initiator.Answer();
        Assert.Equal((Opcode.NopIn, 42u, PduHeader.ReservedTag), (pdu.Header.Opcode, pdu.Header.InitiatorTaskTag, pdu.Header.TargetTransferTag));
        Assert.Equal("hello"u8, pdu.Data);
    }

    [Fact]
    public void An_unknown_opcode_is_rejected_with_its_header()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        byte[] odd = [0x1e, .. Rig.Disk(1)[..3], 0, 0, 0, 0, .. Rig.Disk(1)[..40]];
        initiator.Session.Receive(odd);

        var pdu = initiator.Answer();
        Assert.Equal((Opcode.Reject, Reject.CommandNotSupported), (pdu.Header.Opcode, Reject.Read(pdu.Header).Reason));
        Assert.Equal(odd, pdu.Data);
    }

    [Fact]
    public void A_command_that_is_not_next_in_line_is_left_out()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        foreach (var cmdSN in new uint[] { 0, 2, 1000, 1 })
        {
            initiator.Send(new ScsiCommand(false, 0x81, 0, cmdSN, 0, cmdSN, 7, Cdbs.TestUnitReady));
        }

        Assert.Equal(1u, initiator.Answer().Header.InitiatorTaskTag);
        Assert.False(initiator.TryAnswer(out _));
    }

    [Fact]
    public void A_read_of_any_length_is_produced_piece_by_piece()
    {
        var initiator = new ScriptedInitiator(Disk with { AnyLun = new ZeroStore() }).Enter(operationalKeys: "MaxRecvDataSegmentLength=65536 MaxBurstLength=131072");
        initiator.Command([0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff], expected: 0xfffffe00);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(initiator.Session.TryTakeOutput(out var segment));
        Assert.InRange(segment.Length, 65536, 512 * 1024);
        Assert.True(initiator.Session.TryTakeOutput(out segment));
        Assert.Equal(0x00, segment.Span[1]);
        Assert.Equal(0x80, segment.Span[48 + 65536 + 1]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public void An_aborted_read_sends_nothing_more()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        initiator.Command(Read10(0, 2048), expected: 2048 * 512, tag: 77);
        initiator.Send(new TaskManagementRequest(true, 1, 0, 78, 77, 2, 7, 1, 0));
        initiator.Send(new TaskManagementRequest(true, 1, 0, 79, 77, 2, 7, 1, 0));

        Assert.Equal(0, TaskManagementResponse.Read(initiator.Answer().Header).Response);
        Assert.Equal(1, TaskManagementResponse.Read(initiator.Answer().Header).Response);
        Assert.False(initiator.TryAnswer(out _));
    }

    [Theory]
    [InlineData(0u, 1024u, 0u, 0x80, "02")]
    [InlineData(0u, 0u, 1u, 0x80, "02")]
    [InlineData(1u, 0u, 0u, 0x80, "02")]
    [InlineData(0u, 0u, 0u, 0x00, "02")]
    [InlineData(0u, 0u, 0u, 0x80, "00")]
    public void Data_of_a_write_have_to_be_those_asked_for(uint otherTag, uint offset, uint dataSN, byte flags, string status)
    {
        var initiator = Writable();
        var write = initiator.Command(Write10(0, 2), expected: 1024, write: true);
        var r2t = ReadyToTransfer.Read(initiator.Answer().Header);
        Assert.Equal((0u, 1024u), (r2t.BufferOffset, r2t.DesiredDataTransferLength));
        initiator.Send(new DataOut(flags, 0, write.InitiatorTaskTag, r2t.TargetTransferTag + otherTag, 7, dataSN, offset), new byte[1024]);

        Assert.Equal(status, ScsiResponse.Read(initiator.Answer().Header).Status.ToString("x2"));
    }

    [Fact]
    public void Immediate_data_are_taken_and_the_rest_asked_for()
    {
        var initiator = Writable("ImmediateData=Yes");
        var data = Rig.Disk(4);
        var write = initiator.Command(Write10(5, 4), expected: 2048, write: true, immediate: data.AsSpan(0, 700));
        var r2t = ReadyToTransfer.Read(initiator.Answer().Header);
        Assert.Equal((700u, 1348u), (r2t.BufferOffset, r2t.DesiredDataTransferLength));
        initiator.Send(new DataOut(0x80, 0, write.InitiatorTaskTag, r2t.TargetTransferTag, 7, 0, 700), data.AsSpan(700));
        Assert.Equal(0, ScsiResponse.Read(initiator.Answer().Header).Status);

        initiator.Command(Read10(5, 4), expected: 2048, tag: 10);
        Assert.Equal(data, initiator.Answer().Data);
    }

    // CDB, bytes expected, what comes: status, residual flags and count, data.
    [Theory]
    [InlineData("00", 0, "00 80 0")]
    [InlineData("c7", 0, "02 80 0 70000500000000 0a 00000000 2000 00000000")]
    [InlineData("25", 8, "00 81 0 000007ff00000200")]
    [InlineData("25", 20, "00 83 12 000007ff00000200")]
    [InlineData("25", 4, "00 85 4 000007ff")]
    [InlineData("9e100000000000000000000000200000", 32, "00 81 0 00000000000007ff00000200 0000000000000000000000000000000000000000")]
    [InlineData("a00000000000000000400000", 64, "00 83 48 0000000800000000 0001000000000000")]
    [InlineData("1a003f00ff00", 255, "00 83 199 37009008 0000080000000200 0812000000000000000000000000000000000000 0a0a00100000000000000000 1c0a08000000000000000000")]
    [InlineData("1a080800ff00", 255, "00 83 231 17009000 0812000000000000000000000000000000000000")]
    [InlineData("5a000a0000000000ff00", 255, "00 83 227 001a009000000008 0000080000000200 0a0a00100000000000000000")]
    [InlineData("1a001d00ff00", 255, "02 82 255 70000500000000 0a 00000000 2400 00000000")]
    [InlineData("030000001200", 18, "00 81 0 70000000000000 0a 00000000 0000 00000000")]
    [InlineData("120100000500", 5, "00 81 0 0000000600")]
    [InlineData("1201ee00ff00", 255, "02 82 255 70000500000000 0a 00000000 2400 00000000")]
    [InlineData("120080000400", 4, "02 82 4 70000500000000 0a 00000000 2400 00000000")]
    [InlineData("28000000080000000100", 512, "02 82 512 70000500000000 0a 00000000 2100 00000000")]
    [InlineData("2a000000000000000100", 512, "02 82 512 70000700000000 0a 00000000 2700 00000000")]
    [InlineData("28200000000000000100", 512, "02 82 512 70000500000000 0a 00000000 2400 00000000")]
    [InlineData("28000000000000000000", 0, "00 80 0")]
    [InlineData("35000000000000000000", 0, "00 80 0")]
    public void A_command_of_a_disk_is_answered_as_the_standard_says(string cdb, uint expected, string answer)
    {
        var initiator = new ScriptedInitiator(new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [1] = new MemoryBlockStore(Rig.Disk(2048)) } }).Enter();
        initiator.Command(Convert.FromHexString(cdb), expected, lun: ScsiLun.FromNumber(1).Value);
        var pdu = initiator.Answer();
        // Data-In and SCSI Response keep the status in the same place; sense comes after its length of two bytes.
        var status = pdu.Header.Bytes[3];
        var data = pdu.Header.Opcode == Opcode.ScsiResponse && !pdu.Data.IsEmpty ? pdu.Data[2..] : pdu.Data;

        Assert.Equal(answer.Replace(" ", "", StringComparison.Ordinal), $"{status:x2}{pdu.Header.Flags:x2}{pdu.Header.Word(44)}{Convert.ToHexStringLower(data)}");
        Assert.False(initiator.TryAnswer(out _));
    }

    [Fact]
    public void Reads_of_all_lengths_give_the_same_blocks()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        byte[][] cdbs = [[0x08, 0, 0, 7, 2, 0], Read10(7, 2), [0xa8, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0], [0x88, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0]];
        foreach (var cdb in cdbs)
        {
            initiator.Command(cdb, 1024);
            Assert.Equal(Rig.Disk(2048).AsSpan(7 * 512, 1024), initiator.Answer().Data);
        }

        initiator.Command([0x08, 0, 0, 0, 0, 0], 256 * 512);
        Assert.Equal(8192, initiator.Answer().Data.Length);
    }

    private static byte[] Read10(byte block, ushort count) => [0x28, 0, 0, 0, 0, block, 0, (byte)(count >> 8), (byte)count, 0];

    private static byte[] Write10(byte block, ushort count) => [0x2a, 0, 0, 0, 0, block, 0, (byte)(count >> 8), (byte)count, 0];

    private static ScriptedInitiator Writable(string keys = "InitialR2T=Yes") =>
        new ScriptedInitiator(Disk with { AnyLun = new CopyOnWriteBlockStore(new MemoryBlockStore(new byte[2048 * 512])) }).Enter(operationalKeys: keys);

    private sealed class ZeroStore : IBlockStore
    {
        public int BlockSize => 512;

        public long BlockCount => 1L << 32;

        public bool IsReadOnly => true;

        public void Read(long block, Span<byte> destination) => destination.Clear();

        public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException();

        public void Flush()
        {
        }
    }
}
