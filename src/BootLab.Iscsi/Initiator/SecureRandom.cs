using System.Security.Cryptography;

namespace BootLab.Iscsi.Initiator;

/// <summary>Random numbers that cannot be foretold, for CHAP challenges outside a laboratory.</summary>
internal sealed class SecureRandom : Random
{
    public override int Next(int maxValue) => RandomNumberGenerator.GetInt32(maxValue);

    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
