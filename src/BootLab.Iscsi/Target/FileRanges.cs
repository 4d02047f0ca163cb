using Microsoft.Win32.SafeHandles;

namespace BootLab.Iscsi.Target;

internal static class FileRanges
{
    /// <summary>Reads all of a range.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void ReadExactly(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw new EndOfStreamException($"found the end of the file at byte {offset}, expected {destination.Length} bytes more");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}
