using System.Globalization;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>What login agreed on for writes and for the length of PDUs.</summary>
/// <param name="MaxDataOutLength">Longest data segment that the target takes, in bytes.</param>
/// <param name="MaxBurstLength">Longest solicited burst, in bytes.</param>
internal readonly record struct NegotiatedLimits(int MaxDataOutLength, int MaxBurstLength)
{
    // Of the RFC: 8192 without a key. A PDU may be longer than what was declared by as much as a burst: a boot ROM takes it, and so does this.
    private const int DefaultSegmentLength = 8192;
    private const int DefaultBurstLength = 262144;

    public static int LongestDataIn(LoginProfile profile) =>
        Math.Max(Number(TextKeys.Find(profile.OperationalKeys, "MaxRecvDataSegmentLength"), DefaultSegmentLength), DefaultBurstLength);

    public static NegotiatedLimits From(IReadOnlyDictionary<string, string> answers, LoginProfile profile) => new(
        profile.DataOutLength ?? Number(answers.GetValueOrDefault("MaxRecvDataSegmentLength"), DefaultSegmentLength),
        Number(answers.GetValueOrDefault("MaxBurstLength"), DefaultBurstLength));

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 512 and <= 0xffffff ? value : otherwise;
}
