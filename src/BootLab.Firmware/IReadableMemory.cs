namespace BootLab.Firmware;

/// <summary>Memory that can be read by physical address.</summary>
public interface IReadableMemory
{
    /// <summary>Bytes of memory from address 0.</summary>
    ulong Size { get; }

    /// <summary>Copies memory out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in memory.</exception>
    void Read(ulong address, Span<byte> destination);
}
