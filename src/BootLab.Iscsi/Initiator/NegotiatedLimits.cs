using System.Globalization;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>What login agreed on.</summary>
internal readonly record struct NegotiatedLimits
{
    // Of the RFC: 8192 without a key. A PDU may be longer than what was declared by as much as a burst: a boot ROM takes it, and so does this.
    private const int DefaultSegmentLength = 8192;
    private const int DefaultBurstLength = 262144;
    private const int DefaultFirstBurstLength = 65536;
    private const int DefaultTime2Wait = 2;

    /// <summary>Longest data segment that the target takes, in bytes.</summary>
    public required int MaxDataOutLength { get; init; }

    /// <summary>Longest solicited burst, in bytes.</summary>
    public required int MaxBurstLength { get; init; }

    /// <summary>How many bytes of a write go out before the target asks for any.</summary>
    public required int UnsolicitedLength { get; init; }

    /// <summary>How many of them go out with the command.</summary>
    public required int ImmediateLength { get; init; }

    /// <summary>How long to wait after a lost connection.</summary>
    public required TimeSpan Time2Wait { get; init; }

    /// <summary>The digests of every PDU after the login.</summary>
    public required Digests Digests { get; init; }

    public static int LongestDataIn(LoginProfile profile) =>
        Math.Max(Number(TextKeys.Find(profile.OperationalKeys, "MaxRecvDataSegmentLength"), DefaultSegmentLength), DefaultBurstLength);

    public static NegotiatedLimits From(IReadOnlyDictionary<string, string> answers, LoginProfile profile)
    {
        var segment = Number(answers.GetValueOrDefault("MaxRecvDataSegmentLength"), DefaultSegmentLength);
        var firstBurst = Math.Min(
            Number(answers.GetValueOrDefault("FirstBurstLength"), DefaultFirstBurstLength),
            Number(TextKeys.Find(profile.OperationalKeys, "FirstBurstLength"), DefaultFirstBurstLength));
        var immediate = Agreed(answers, profile, "ImmediateData", "Yes") ? Math.Min(firstBurst, segment) : 0;
        return new NegotiatedLimits
        {
            MaxDataOutLength = profile.DataOutLength ?? segment,
            MaxBurstLength = Math.Min(
                Number(answers.GetValueOrDefault("MaxBurstLength"), DefaultBurstLength),
                Number(TextKeys.Find(profile.OperationalKeys, "MaxBurstLength"), DefaultBurstLength)),
            ImmediateLength = immediate,
            UnsolicitedLength = Agreed(answers, profile, "InitialR2T", "No") ? firstBurst : immediate,
            Time2Wait = TimeSpan.FromSeconds(Whole(answers.GetValueOrDefault("DefaultTime2Wait"), DefaultTime2Wait)),
            Digests = (answers.GetValueOrDefault("HeaderDigest") == "CRC32C" ? Digests.Header : Digests.None)
                | (answers.GetValueOrDefault("DataDigest") == "CRC32C" ? Digests.Data : Digests.None),
        };
    }

    // Both sides have to want it, and a target that says nothing does not.
    private static bool Agreed(IReadOnlyDictionary<string, string> answers, LoginProfile profile, string key, string value) =>
        TextKeys.Find(profile.OperationalKeys, key) == value && answers.GetValueOrDefault(key) == value;

    private static int Number(string? text, int otherwise) => Whole(text, otherwise) is >= 512 and <= 0xffffff and var value ? value : otherwise;

    private static int Whole(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 0xffffff ? value : otherwise;
}
