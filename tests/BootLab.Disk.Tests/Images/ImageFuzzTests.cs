using System.Buffers.Binary;
using BootLab.Disk.Images;
using Xunit;

namespace BootLab.Disk.Tests.Images;

/// <summary>Headers of all formats, mutated: each is told to be some format, and refused or not, with a place in the header.</summary>
public sealed class ImageFuzzTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Mutated_headers_and_footers()
    {
        var sound = Headers();
        var random = new Random(20261123);
        var (refused, told) = (0, new HashSet<ImageFormat>());
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = sound[random.Next(sound.Length)].ToArray();
            for (var count = random.Next(0, 4); count > 0; count--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[..random.Next(random.Next(2) == 0 ? bytes.Length : 0, bytes.Length + 1)];
            var end = bytes.AsSpan(Math.Max(0, bytes.Length - VhdFooter.Size));
            var format = ImageFormats.Recognise(bytes, end);
            told.Add(format);
            var error = ImageReferences.Check(format, bytes);
            if (error is null && format == ImageFormat.FixedVhd)
            {
                try
                {
                    Assert.InRange(VhdFooter.ReadFixed(end, bytes.Length), 1, bytes.Length);
                }
                catch (DiskFormatException wrong)
                {
                    error = wrong.Error;
                }
            }

            refused += error is null ? 0 : 1;
            Assert.InRange(error?.Offset ?? 0, 0, bytes.Length);
        }

        Assert.Equal(Enum.GetValues<ImageFormat>().Order(), told.Order());
        Assert.InRange(refused, Mutations / 20, Mutations * 19 / 20);
    }

    private static byte[][] Headers()
    {
        var footer = new byte[512];
        "conectix"u8.CopyTo(footer);
        (footer[13], footer[54], footer[63]) = (1, 4, 2);
        BinaryPrimitives.WriteInt32BigEndian(footer.AsSpan(64), ~footer.Sum(value => value));
        var dynamic = footer.ToArray();
        dynamic[63] = 3;
        BinaryPrimitives.WriteInt32BigEndian(dynamic.AsSpan(64), BinaryPrimitives.ReadInt32BigEndian(footer.AsSpan(64)) - 1);
        var vdi = new byte[128];
        new byte[] { 0x7f, 0x10, 0xda, 0xbe }.CopyTo(vdi, 64);
        byte[] qcow2 = [.. "QFI"u8, 0xfb, 0, 0, 0, 3, .. new byte[200]];
        var onTop = qcow2.ToArray();
        (onTop[15], onTop[19]) = (120, 9);
        return
        [
            [.. new byte[2000], .. footer], dynamic, [.. "vhdxfile"u8, .. new byte[100]], qcow2, onTop,
            [.. "KDMV"u8, .. new byte[508], .. "parentFileNameHint=\"x\""u8], [.. "KDMV"u8, .. new byte[508]], vdi, [0x1f, 0x8b, 8, .. new byte[20]], new byte[600],
        ];
    }
}
