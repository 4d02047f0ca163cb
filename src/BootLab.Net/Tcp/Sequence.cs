namespace BootLab.Net.Tcp;

/// <summary>Arithmetic of sequence numbers, modulo 2^32 (RFC 9293, 3.4).</summary>
internal static class Sequence
{
    /// <summary>How far <paramref name="a"/> is past <paramref name="b"/>; negative when before it.</summary>
    public static int Distance(uint a, uint b) => (int)(a - b);

    public static bool IsAfter(uint a, uint b) => (int)(a - b) > 0;
}
