using BootLab.Iscsi.Target;

namespace BootLab.Iscsi.Tests;

/// <summary>A sequence of writes that the one who writes and the one who checks agree on.</summary>
public static class StoreWriting
{
    public const int Blocks = 64;

    /// <summary>A store that outlives its process: "file", or "overlay" beside an image.</summary>
    public static IBlockStore Open(string kind, string path) =>
        kind == "file" ? FileBlockStore.Open(path) : OverlayFileBlockStore.Open(FileBlockStore.OpenRead(path), path + ".overlay");

    /// <summary>The block that a write goes to.</summary>
    public static int BlockOf(int number) => (int)((uint)(number * 2654435761) >> 16) % Blocks;

    /// <summary>What a write leaves: its number, and bytes that depend on it; write 0 is a blank block.</summary>
    public static byte[] Content(int number)
    {
        var content = new byte[512];
        if (number > 0)
        {
            new Random(number).NextBytes(content);
            BitConverter.TryWriteBytes(content, number);
        }

        return content;
    }

    /// <summary>The number of the last write to each block after so many.</summary>
    public static int[] After(int count)
    {
        var last = new int[Blocks];
        for (var number = 1; number <= count; number++)
        {
            last[BlockOf(number)] = number;
        }

        return last;
    }
}
