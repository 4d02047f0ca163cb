using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Testing;
using CsCheck;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Block stores against a plain array of bytes, overlays kept in files, and writers that are killed.</summary>
public class StoreTests
{
    private const int Blocks = 200;

    private static readonly Gen<(int Kind, int Block, int Count, int Seed)[]> Steps =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, Blocks - 1], Gen.Int[1, 70], Gen.Int[0, 255]).Array[1, 40];

    [Theory]
    [InlineData("memory")]
    [InlineData("copy on write")]
    [InlineData("file")]
    [InlineData("overlay")]
    public void A_store_is_a_row_of_blocks(string kind)
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        Steps.Sample(
            steps =>
            {
                var model = kind == "memory" ? new byte[Blocks * 512] : Rig.Disk(Blocks);
                var path = folder.Write($"{number++}.img", model);
                var store = Make(kind, path);
                try
                {
                    foreach (var (what, block, length, seed) in steps)
                    {
                        var count = Math.Min(length, Blocks - block);
                        var range = model.AsSpan(block * 512, count * 512);
                        switch (what)
                        {
                            case 0:
                                var read = new byte[range.Length];
                                store.Read(block, read);
                                Assert.True(range.SequenceEqual(read), $"{kind}: blocks {block} to {block + count} differ");
                                break;
                            case 1:
                                new Random(seed).NextBytes(range);
                                store.Write(block, range);
                                break;
                            case 2:
                                range.Clear();
                                store.Unmap(block, count);
                                break;
                            default:
                                var isMapped = store.IsMapped(block, out var alike);
                                Assert.InRange(alike, 1, Blocks - block);
                                Assert.True(isMapped || !model.AsSpan(block * 512, (int)alike * 512).ContainsAnyExcept((byte)0), $"{kind}: block {block} has room but no data");
                                break;
                        }
                    }

                    if (kind is "file" or "overlay")
                    {
                        ((IDisposable)store).Dispose();
                        store = Make(kind, path);
                    }

                    var whole = new byte[model.Length];
                    store.Read(0, whole);
                    Assert.True(model.AsSpan().SequenceEqual(whole), $"{kind}: the disk differs in the end");
                }
                finally
                {
                    (store as IDisposable)?.Dispose();
                }
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void An_image_behind_an_overlay_is_never_touched()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("disk.img", Rig.Disk(64));
        using (var beneath = FileBlockStore.OpenRead(path))
        using (var overlay = OverlayFileBlockStore.Open(beneath, path + ".overlay"))
        {
            overlay.Write(3, new byte[1024]);
            overlay.Unmap(60, 4);
            overlay.Flush();
            Assert.Equal(2, overlay.WrittenBlocks);
        }

        Assert.Equal(Rig.Disk(64), File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_alike_is_told_over_any_distance()
    {
        var overlay = DiskClient.Blank(50_000);
        overlay.Write(16_380, new byte[10 * 512]);
        overlay.Unmap(32_760, 20);
        Assert.Equal([(false, 16_380), (true, 10), (false, 16_370), (false, 20), (false, 17_220)], Runs());

        overlay.Write(2, new byte[40_000 * 512]);
        Assert.Equal([(false, 2), (true, 40_000), (false, 9_998)], Runs());
        Assert.Equal(40_000, overlay.WrittenBlocks);

        List<(bool, long)> Runs()
        {
            var runs = new List<(bool, long)>();
            for (var block = 0L; block < overlay.BlockCount;)
            {
                runs.Add((overlay.IsMapped(block, out var count), count));
                block += count;
            }

            return runs;
        }
    }

    [Fact]
    public void Two_do_not_open_one_overlay_at_once()
    {
        using var folder = new TemporaryFolder();
        using var overlay = OverlayFileBlockStore.Open(new ZeroBlockStore(64), folder.PathTo("o"));

        Assert.Throws<IOException>(() => OverlayFileBlockStore.Open(new ZeroBlockStore(64), folder.PathTo("o")));
    }

    [Fact]
    public void A_disk_that_can_only_be_read_refuses_writes()
    {
        using var folder = new TemporaryFolder();
        using var store = FileBlockStore.OpenRead(folder.Write("disk.img", Rig.Disk(8)));

        Assert.True(store.IsReadOnly);
        Assert.Throws<IOException>(() => store.Write(0, new byte[512]));
    }

    [Fact]
    public void An_overlay_in_memory_has_its_bound()
    {
        var overlay = new CopyOnWriteBlockStore(new ZeroBlockStore(1 << 20), maxOverlayLength: 64 * 1024);
        for (var block = 0; block < 128; block++)
        {
            overlay.Write(block, Rig.Disk(1));
        }

        Assert.Throws<IOException>(() => overlay.Write(128, Rig.Disk(1)));
        overlay.Unmap(0, 32);
        overlay.Write(128, Rig.Disk(1));
        var read = new byte[512];
        overlay.Read(128, read);
        Assert.Equal(Rig.Disk(1), read);
    }

    [Theory]
    [InlineData("image", "found '................' at byte 0, expected 'BootLab overlay'")]
    [InlineData("empty header", "found no header")]
    [InlineData("a few bytes", "found no header")]
    [InlineData("cut", "bytes, expected")]
    [InlineData("version", "found version 2 at byte 16, expected 1")]
    [InlineData("checksum", "found checksum")]
    [InlineData("other block size", "found an overlay of a disk of 102400 bytes in blocks of 512, expected 204800 in blocks of 1024")]
    [InlineData("other length", "found an overlay of a disk of 102400 bytes in blocks of 512, expected 102912")]
    [InlineData("state", "found state byte 03 at byte 4100")]
    [InlineData("state behind the end", "found state byte 05 at byte 4145")]
    public void A_file_that_is_no_overlay_of_the_disk_is_refused_and_left_alone(string fault, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathTo("o");
        const int Length = 198;
        using (var overlay = OverlayFileBlockStore.Open(new ZeroBlockStore(200), path))
        {
            overlay.Write(0, Rig.Disk(1));
        }

        var bytes = File.ReadAllBytes(path);
        IBlockStore beneath = new ZeroBlockStore(200);
        switch (fault)
        {
            case "image":
                bytes = new byte[8192];
                Array.Fill(bytes, (byte)0xf6);
                break;
            case "empty header":
                bytes.AsSpan(0, 4096).Clear();
                break;
            case "a few bytes":
                bytes = bytes[..100];
                break;
            case "cut":
                bytes = bytes[..^1];
                break;
            case "version":
                bytes[16] = 2;
                break;
            case "checksum":
                bytes[25] ^= 1;
                break;
            case "other block size":
                beneath = new ZeroBlockStore(200, 1024);
                break;
            case "other length":
                beneath = new ZeroBlockStore(201);
                break;
            case "state":
                bytes[4100] = 3;
                break;
            default:
                // A disk whose last byte of states has room for two blocks more.
                File.Delete(path);
                beneath = new ZeroBlockStore(Length);
                OverlayFileBlockStore.Open(beneath, path).Dispose();
                bytes = File.ReadAllBytes(path);
                bytes[4096 + 49] = 0x05;
                Assert.Null(Record.Exception(() => Open(bytes)));
                bytes[4096 + 49] = 0x15;
                message = "found state byte 15 at byte 4145";
                break;
        }

        var error = Assert.Throws<OverlayFormatException>(() => Open(bytes));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));

        void Open(byte[] content)
        {
            File.WriteAllBytes(path, content);
            OverlayFileBlockStore.Open(beneath, path).Dispose();
        }
    }

    [Fact]
    public void Two_thousand_damaged_overlays_open_or_are_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathTo("o");
        using (var overlay = OverlayFileBlockStore.Open(new ZeroBlockStore(16), path))
        {
            overlay.Write(2, Rig.Disk(3));
            overlay.Unmap(8, 3);
        }

        var (whole, random, refused) = (File.ReadAllBytes(path), new Random(5), 0);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = whole.ToArray();
            // Mostly where the header has something to say, or in the states.
            bytes[random.Next(2) == 0 ? random.Next(52) : 4096 + random.Next(4)] = (byte)random.Next(256);
            File.WriteAllBytes(path, random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                using var overlay = OverlayFileBlockStore.Open(new ZeroBlockStore(16), path);
                overlay.Read(0, new byte[16 * 512]);
            }
            catch (OverlayFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1_999);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("overlay")]
    public void What_was_written_is_there_when_the_writer_is_killed(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("disk.img", new byte[StoreWriting.Blocks * 512]);
        var writer = PeerProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "BootLab.Iscsi.Writer.dll"), kind, path]);
        using (writer)
        {
            while (writer.Output.Length < 4000)
            {
                Assert.False(writer.HasExited, writer.Output);
                Thread.Sleep(1);
            }
        }

        // The last number that was printed was written, and perhaps one more.
        var last = writer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse).Last();
        var (must, may) = (StoreWriting.After(last), StoreWriting.After(last + 1));
        using var store = (IDisposable)StoreWriting.Open(kind, path);
        var block = new byte[512];
        for (var i = 0; i < StoreWriting.Blocks; i++)
        {
            ((IBlockStore)store).Read(i, block);
            var number = BitConverter.ToInt32(block);
            Assert.True(block.AsSpan().SequenceEqual(StoreWriting.Content(number)), $"block {i} is torn");
            Assert.True(number == must[i] || number == may[i], $"block {i} holds write {number}, expected {must[i]}; the last one acknowledged was {last}");
        }
    }

    private static IBlockStore Make(string kind, string path) => kind switch
    {
        "memory" => new CopyOnWriteBlockStore(new ZeroBlockStore(Blocks)),
        "copy on write" => new CopyOnWriteBlockStore(new MemoryBlockStore(File.ReadAllBytes(path))),
        _ => StoreWriting.Open(kind, path),
    };
}
