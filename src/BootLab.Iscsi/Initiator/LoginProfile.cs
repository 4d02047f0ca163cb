using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>How a producer logs in, as data: what differs on the wire between iPXE, gPXE and EDK2.</summary>
public sealed record LoginProfile
{
    /// <summary>A short name for messages and logs.</summary>
    public required string Name { get; init; }

    /// <summary>The form of the ISID.</summary>
    public required IsidForm Isid { get; init; }

    /// <summary>Upper half of the task tags.</summary>
    public uint TagBase { get; init; }

    /// <summary>The first SCSI command has the same task tag as the login (EDK2) instead of the next one.</summary>
    public bool CommandReusesLoginTag { get; init; }

    /// <summary>CmdSN of the login.</summary>
    public uint FirstCmdSN { get; init; }

    /// <summary>ExpStatSN of the first login request.</summary>
    public uint FirstExpStatSN { get; init; }

    /// <summary>Connection identifier.</summary>
    public ushort Cid { get; init; }

    /// <summary>CmdSN is taken from the ExpCmdSN of the last PDU received (iPXE, gPXE) instead of being counted.</summary>
    public bool CmdSNFollowsTarget { get; init; }

    /// <summary>The T bit is set in every login request (iPXE, gPXE); otherwise only when the initiator has nothing left to say in the stage (EDK2).</summary>
    public bool AlwaysTransit { get; init; }

    /// <summary>Header and data segment of a PDU are two writes, and so two TCP segments (iPXE, gPXE).</summary>
    public bool SplitsHeaderAndData { get; init; }

    /// <summary>Keys of the first request in their order; the values of InitiatorName, TargetName and AuthMethod are filled in.</summary>
    public required IReadOnlyList<TextKey> FirstKeys { get; init; }

    /// <summary>The operational keys in their order.</summary>
    public required IReadOnlyList<TextKey> OperationalKeys { get; init; }

    /// <summary>AuthMethod when there are credentials but no reverse ones; with reverse ones it is always "CHAP", without any "None".</summary>
    public required string AuthMethodWithCredentials { get; init; }

    /// <summary>CHAP values are written with upper-case hexadecimal digits (EDK2).</summary>
    public bool UpperCaseHex { get; init; }

    /// <summary>What becomes of a NOP-In that wants an answer.</summary>
    public PingAnswer Pings { get; init; }

    /// <summary>How many SCSI commands may be under way at once; all boot ROMs have one.</summary>
    public int MaxOutstandingCommands { get; init; } = 1;

    /// <summary>Longest data segment of a Data-Out; iPXE and gPXE always send 512 bytes, others what the target takes.</summary>
    public int? DataOutLength { get; init; }

    /// <summary>iPXE since 2017-05-03 (785389c2), so 36a4c85 of 2019-01-25 and today's; observed for 36a4c85 in a packet capture.</summary>
    public static LoginProfile Ipxe { get; } = new()
    {
        Name = "ipxe",
        Isid = IsidForm.FenSystemsRandom,
        TagBase = 0x18ae0000,
        FirstExpStatSN = 1,
        CmdSNFollowsTarget = true,
        AlwaysTransit = true,
        SplitsHeaderAndData = true,
        FirstKeys = Keys("InitiatorName=", "TargetName=", "SessionType=Normal", "AuthMethod="),
        OperationalKeys = Keys(
            "HeaderDigest=None", "DataDigest=None", "MaxConnections=1", "InitialR2T=Yes", "ImmediateData=No", "MaxRecvDataSegmentLength=8192",
            "MaxBurstLength=262144", "FirstBurstLength=65536", "DefaultTime2Wait=0", "DefaultTime2Retain=0", "MaxOutstandingR2T=1",
            "DataPDUInOrder=Yes", "DataSequenceInOrder=Yes", "ErrorRecoveryLevel=0"),
        AuthMethodWithCredentials = "CHAP,None",
        Pings = PingAnswer.Ignore,
        DataOutLength = 512,
    };

    /// <summary>iPXE before 2017-05-03: no FirstBurstLength, and a ping of the target closes the session. From source.</summary>
    public static LoginProfile IpxeBefore2017May { get; } = Ipxe with
    {
        Name = "ipxe-before-2017-05",
        OperationalKeys = Without(Ipxe, "FirstBurstLength"),
        Pings = PingAnswer.Close,
    };

    /// <summary>gPXE 1.0.0: ISID qualifier 0, task tags from 1, no MaxConnections, ImmediateData and FirstBurstLength. From source.</summary>
    public static LoginProfile Gpxe100 { get; } = Ipxe with
    {
        Name = "gpxe-1.0.0",
        Isid = IsidForm.FenSystemsZero,
        TagBase = 0,
        OperationalKeys = Without(Ipxe, "MaxConnections", "ImmediateData", "FirstBurstLength"),
        Pings = PingAnswer.Close,
    };

    /// <summary>EDK2's IScsiDxe (NetworkPkg). From source.</summary>
    public static LoginProfile Edk2 { get; } = new()
    {
        Name = "edk2",
        Isid = IsidForm.Mac,
        CommandReusesLoginTag = true,
        FirstCmdSN = 1,
        Cid = 1,
        FirstKeys = Keys("InitiatorName=", "SessionType=Normal", "TargetName=", "AuthMethod="),
        OperationalKeys = Keys(
            "HeaderDigest=None", "DataDigest=None", "ErrorRecoveryLevel=0", "InitialR2T=No", "ImmediateData=Yes", "MaxRecvDataSegmentLength=65536",
            "MaxBurstLength=262144", "FirstBurstLength=65536", "MaxConnections=1", "DataPDUInOrder=Yes", "DataSequenceInOrder=Yes",
            "DefaultTime2Wait=2", "DefaultTime2Retain=20", "MaxOutstandingR2T=1"),
        AuthMethodWithCredentials = "CHAP",
        UpperCaseHex = true,
        Pings = PingAnswer.Ignore,
    };

    private static TextKey[] Keys(params string[] pairs) => [.. pairs.Select(pair => new TextKey(pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]))];

    private static TextKey[] Without(LoginProfile profile, params string[] keys) => [.. profile.OperationalKeys.Where(pair => !keys.Contains(pair.Key))];
}
