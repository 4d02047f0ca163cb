using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>What became of a command.</summary>
/// <param name="Status">The status.</param>
/// <param name="SenseBytes">Sense as it came; null for none.</param>
/// <param name="Data">What the unit sent.</param>
/// <param name="ResidualFlags">4 overflow, 2 underflow.</param>
public sealed record ScsiAnswer(byte Status, byte[]? SenseBytes, byte[] Data, int ResidualFlags)
{
    /// <summary>Status, then key/code/qualifier, all in hexadecimal: <c>02 5/24/00</c>.</summary>
    public override string ToString() =>
        SenseBytes is null || !SenseData.TryRead(SenseBytes, out var sense) ? $"{Status:x2}" : $"{Status:x2} {(byte)sense.Key:x}/{sense.Code:x2}/{sense.Qualifier:x2}";

    /// <summary>The data in hexadecimal.</summary>
    public string Hex => Convert.ToHexStringLower(Data);
}
