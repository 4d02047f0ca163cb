namespace BootLab.Disk.Images;

/// <summary>Files that are often taken for the image of a disk, and are none: read as raw bytes they would only look like an empty disk.</summary>
internal static class OtherFiles
{
    private static readonly (byte[] Signature, string What, string Mend)[] s_known =
    [
        ([.. "MSWIM\0\0\0"u8], "a WIM archive, from which set-up lays a Windows down", "give the disk that it was laid down on"),
        ([.. "PK\x3\x4"u8], "a zip archive", "unpack it first"),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive", "unpack it first"),
        ([0xfd, .. "7zXZ\0"u8], "a file packed with xz", "unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "a file packed with zstd", "unpack it first"),
        ([.. "BZh"u8], "a file packed with bzip2", "unpack it first"),
    ];

    /// <summary>Why a file is refused; null when it is none of these.</summary>
    /// <param name="start">Its first bytes.</param>
    public static DiskError? Check(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, what, mend) in s_known)
        {
            if (start.StartsWith(signature))
            {
                return new DiskError(0, $"found {what}, expected the image of a disk: {mend}");
            }
        }

        return null;
    }
}
