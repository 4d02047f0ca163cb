namespace BootLab.Iscsi.Wire;

/// <summary>Comparison of 32-bit sequence numbers that wrap (RFC 1982, as RFC 7143, 4.2.2.1 asks for).</summary>
internal static class SerialNumber
{
    public static bool IsAtMost(uint a, uint b) => unchecked((int)(b - a)) >= 0;
}
