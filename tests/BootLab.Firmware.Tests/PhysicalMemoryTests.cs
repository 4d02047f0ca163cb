using CsCheck;

namespace BootLab.Firmware.Tests;

public class PhysicalMemoryTests
{
    [Fact]
    public void WhatWasWrittenIsReadAndTheRestIsZero() =>
        Gen.Select(Gen.ULong[0, 0x8000 - 1], Gen.Byte.Array[0, 9000]).Array[1, 8].Sample(
            writes =>
            {
                var memory = new PhysicalMemory(0x10000);
                var model = new byte[0x10000];
                foreach (var (address, bytes) in writes)
                {
                    memory.Write(address, bytes);
                    bytes.CopyTo(model, (int)address);
                }

                return memory.Read(0, model.Length).SequenceEqual(model);
            },
            iter: 500);

    [Fact]
    public void ZeroesCostNothing()
    {
        var memory = new PhysicalMemory(1UL << 40);

        memory.Clear(0, 1 << 20);
        memory.Write((1UL << 40) - 2, [0, 7]);

        Assert.Equal(4096, memory.AllocatedBytes);
        Assert.Equal(7, memory.ReadByte((1UL << 40) - 1));
    }

    [Theory]
    [InlineData(0x10000, 1)]
    [InlineData(0xffff, 2)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(0, 0x10001)]
    public void BehindTheEndThereIsNothing(ulong address, int size)
    {
        var memory = new PhysicalMemory(0x10000);

        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read(address, size));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Write(address, new byte[size]));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.CopyTo(Stream.Null, address, (ulong)size));
    }

    [Fact]
    public void ARangeIsWrittenToAStream()
    {
        var memory = new PhysicalMemory(0x10000);
        memory.Write(0x1ffe, [1, 2, 3, 4]);
        using var stream = new MemoryStream();

        memory.CopyTo(stream, 0x1fff, 0x2001);

        Assert.Equal([2, 3, 4, .. new byte[0x1ffe]], stream.ToArray());
    }
}
