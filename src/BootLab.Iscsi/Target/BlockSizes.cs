namespace BootLab.Iscsi.Target;

internal static class BlockSizes
{
    public static int Check(int blockSize) => blockSize is >= 512 and <= 65536 && (blockSize & (blockSize - 1)) == 0
        ? blockSize
        : throw new ArgumentException($"a block has 512 to 65536 bytes, a power of two, not {blockSize}", nameof(blockSize));
}
