namespace BootLab.Disk.Optical;

/// <summary>A UDF volume, by its recognition sequence (ECMA-167, 2/8.3): it is named, and not read.</summary>
internal static class UdfVolume
{
    // Descriptors of ISO 9660 may come first.
    private const int MostDescriptors = 32;

    /// <summary>Whether a disk has one.</summary>
    public static bool IsOn(Stream disk)
    {
        for (var sector = IsoVolume.FirstDescriptor; sector < IsoVolume.FirstDescriptor + MostDescriptors; sector++)
        {
            var descriptor = disk.ReadAt((long)sector * IsoVolume.SectorSize, 6);
            var identifier = descriptor.AsSpan(Math.Min(1, descriptor.Length));
            if (identifier.SequenceEqual("NSR02"u8) || identifier.SequenceEqual("NSR03"u8))
            {
                return true;
            }

            if (!identifier.SequenceEqual("CD001"u8) && !identifier.SequenceEqual("BEA01"u8))
            {
                return false;
            }
        }

        return false;
    }
}
