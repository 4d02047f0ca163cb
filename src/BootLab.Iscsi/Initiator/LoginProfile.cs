using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>How an initiator logs in and behaves, as data: <see cref="Standard"/> does what RFC 7143 asks for, boot ROMs have ways of their own.</summary>
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

    /// <summary>CmdSN is taken from the ExpCmdSN of the last PDU received instead of being counted (iPXE, gPXE).</summary>
    public bool CmdSNFollowsTarget { get; init; }

    /// <summary>The T bit is set in every login request (iPXE, gPXE); otherwise only when the initiator has nothing left to say in the stage (EDK2).</summary>
    public bool AlwaysTransit { get; init; }

    /// <summary>Header and data segment of a PDU are two writes, and so two TCP segments (iPXE, gPXE).</summary>
    public bool SplitsHeaderAndData { get; init; }

    /// <summary>
    /// The initiator does what RFC 7143 expects of one at error recovery level 0: it checks StatSN and the order of data, aborts a command that takes too long,
    /// answers keys that it does not know and obeys asynchronous messages. Boot ROMs do none of it.
    /// </summary>
    public bool IsThorough { get; init; }

    /// <summary>
    /// Keys of the first request in their order; the values of InitiatorName, TargetName, SessionType and AuthMethod are filled in. A discovery session leaves TargetName out.
    /// </summary>
    public required IReadOnlyList<TextKey> FirstKeys { get; init; }

    /// <summary>The operational keys in their order; an empty value of HeaderDigest or DataDigest is filled in from <see cref="InitiatorOptions"/>.</summary>
    public required IReadOnlyList<TextKey> OperationalKeys { get; init; }

    /// <summary>AuthMethod when there are credentials but no reverse ones; with reverse ones it is always "CHAP", without any "None".</summary>
    public required string AuthMethodWithCredentials { get; init; }

    /// <summary>CHAP values are written with upper-case hexadecimal digits (EDK2).</summary>
    public bool UpperCaseHex { get; init; }

    /// <summary>What becomes of a NOP-In that wants an answer.</summary>
    public PingAnswer Pings { get; init; }

    /// <summary>How many SCSI commands may be under way at once; a boot ROM has one.</summary>
    public int MaxOutstandingCommands { get; init; } = 1;

    /// <summary>Longest data segment of a Data-Out; iPXE and gPXE always send 512 bytes, others what the target takes.</summary>
    public int? DataOutLength { get; init; }

    /// <summary>
    /// BootLab's own way: all that RFC 7143 offers at error recovery level 0. Long data segments, immediate and unsolicited data, 128 commands under way within the
    /// window of the target, digests as <see cref="InitiatorOptions"/> asks for them.
    /// </summary>
    public static LoginProfile Standard { get; } = new()
    {
        Name = "standard",
        Isid = IsidForm.Random,
        IsThorough = true,
        FirstCmdSN = 1,
        FirstKeys = Keys("InitiatorName=", "TargetName=", "SessionType=", "AuthMethod="),
        OperationalKeys = Keys(
            "HeaderDigest=", "DataDigest=", "MaxConnections=1", "InitialR2T=No", "ImmediateData=Yes", "MaxRecvDataSegmentLength=262144", "MaxBurstLength=1048576",
            "FirstBurstLength=262144", "DefaultTime2Wait=0", "DefaultTime2Retain=0", "MaxOutstandingR2T=1", "DataPDUInOrder=Yes", "DataSequenceInOrder=Yes",
            "ErrorRecoveryLevel=0"),
        AuthMethodWithCredentials = "CHAP,None",
        MaxOutstandingCommands = 128,
    };

    /// <summary>Keys and values from texts of the form <c>key=value</c>.</summary>
    public static IReadOnlyList<TextKey> Keys(params string[] pairs) =>
        [.. pairs.Select(pair => new TextKey(pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
}
