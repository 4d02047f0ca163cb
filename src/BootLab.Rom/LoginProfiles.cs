using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Wire;

namespace BootLab.Rom;

/// <summary>How each boot program logs in, as data: what differs on the wire between iPXE, gPXE and EDK2.</summary>
public static class LoginProfiles
{
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
        FirstKeys = LoginProfile.Keys("InitiatorName=", "TargetName=", "SessionType=Normal", "AuthMethod="),
        OperationalKeys = LoginProfile.Keys(
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
        FirstKeys = LoginProfile.Keys("InitiatorName=", "SessionType=Normal", "TargetName=", "AuthMethod="),
        OperationalKeys = LoginProfile.Keys(
            "HeaderDigest=None", "DataDigest=None", "ErrorRecoveryLevel=0", "InitialR2T=No", "ImmediateData=Yes", "MaxRecvDataSegmentLength=65536",
            "MaxBurstLength=262144", "FirstBurstLength=65536", "MaxConnections=1", "DataPDUInOrder=Yes", "DataSequenceInOrder=Yes",
            "DefaultTime2Wait=2", "DefaultTime2Retain=20", "MaxOutstandingR2T=1"),
        AuthMethodWithCredentials = "CHAP",
        UpperCaseHex = true,
        Pings = PingAnswer.Ignore,
    };

    private static TextKey[] Without(LoginProfile profile, params string[] keys) => [.. profile.OperationalKeys.Where(pair => !keys.Contains(pair.Key))];
}
