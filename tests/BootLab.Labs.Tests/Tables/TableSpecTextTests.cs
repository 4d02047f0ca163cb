using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Tables;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Tables;

/// <summary>The text that is made of a table builds the table again.</summary>
public sealed class TableSpecTextTests
{
    private const int Runs = 20_000;

    private static readonly string[] s_names = [.. Directory.EnumerateFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. s_names.Select(path => Path.GetRelativePath(Repository.Fixture(), path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_is_built_again_from_its_text(string name)
    {
        var table = File.ReadAllBytes(Repository.Fixture(name));

        var text = TableSpecText.Of(table);

        Assert.Equal(table, Build(text));
        Assert.Equal(table, TableSpec.Of(table).Build());
    }

    /// <summary>A table of a known producer needs no places: its layout says them.</summary>
    [Theory]
    [InlineData("captured/ipxe-debian-1nic/table.bin", "ipxe")]
    [InlineData("captured/ipxe-debian-mpath-2nics-norouter/table.bin", "ipxe")]
    [InlineData("captured/edk2-ovmf2022.11-2attempts-2nics-dhcp/table.bin", "edk2")]
    [InlineData("tables/u-root-ibft_test-relevant.bin", "u-root")]
    [InlineData("tables/lkml-2020-01-11-rintel-3nic-3target.bin", "ibft.pl")]
    public void A_producers_table_says_no_places(string name, string layout)
    {
        var text = TableSpecText.Of(File.ReadAllBytes(Repository.Fixture(name.Split('/'))));

        Assert.StartsWith($"layout: {layout}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("at: 0x", text, StringComparison.Ordinal);
        Assert.DoesNotContain("offset: 0x", text, StringComparison.Ordinal);
        Assert.DoesNotContain("corrupt:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("checksum:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_table_is_short()
    {
        Golden.Equal("BootLab.Labs.Tests", "table-ipxe-chap.yaml", TableSpecText.Of(File.ReadAllBytes(Repository.Fixture("captured", "ipxe-debian-chap", "table.bin"))));
        Golden.Equal("BootLab.Labs.Tests", "table-nicid9.yaml", TableSpecText.Of(File.ReadAllBytes(Repository.Fixture("handmade", "nicid9.bin"))));
    }

    [Fact]
    public void Any_bytes_that_open_as_a_table_are_built_again()
    {
        var random = new Random(20261123);
        var tables = s_names.Select(File.ReadAllBytes).ToArray();
        for (var i = 0; i < Runs / 10; i++)
        {
            var bytes = Mutated(tables[random.Next(tables.Length)], random);
            var text = TableSpecText.Of(bytes);
            Assert.True(bytes.AsSpan().SequenceEqual(Build(text)), $"{i}: {Convert.ToHexString(bytes)}\n{text}");
        }
    }

    [Fact]
    public void So_are_random_bytes()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(66, 3000)];
            random.NextBytes(bytes);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(50), (ushort)random.Next(bytes.Length));
            Assert.Equal(bytes, Build(TableSpecText.Of(bytes)));
        }
    }

    // Every second byte starts a target whose strings are as long as the table.
    [Fact]
    public void A_table_that_is_all_overlap_has_a_text_that_is_no_larger_than_a_file_may_be()
    {
        var bytes = new byte[ushort.MaxValue];
        bytes.AsSpan().Fill(4);
        File.ReadAllBytes(Repository.Fixture("handmade", "two.bin")).AsSpan(0, 66).CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(50), 0x8000);
        for (var (slot, offset) = (66, 0x8030); slot < 0x8030 && offset < 0xffc0; slot += 2, offset++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(slot), (ushort)offset);
        }

        Assert.Equal(bytes, Build(TableSpecText.Of(bytes)));
    }

    [Fact]
    public void Hostile_files_are_refused_with_their_places()
    {
        var random = new Random(3);
        var texts = s_names.Select(path => TableSpecText.Of(File.ReadAllBytes(path))).ToArray();
        string[] words = ["layout: ipxe", "at: 0xffff", "offset: 65535", "resize: 65535", "nics:", "- ", "{", "}", "null", "'", "base: .", "set: {header.length: 5}", "expansion: [1]", "length: 65535", "control:", "\u0000", ": ", "explicit", "size: 0"];
        var refused = 0;
        for (var i = 0; i < Runs; i++)
        {
            var text = texts[random.Next(texts.Length)].ToCharArray().ToList();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(8))
                {
                    case 0:
                        text[at] = (char)random.Next(1, 128);
                        break;
                    case > 3 when text.FindIndex(at, char.IsAsciiDigit) is >= 0 and var digit:
                        text[digit] = (char)random.Next('0', '9' + 1);
                        break;
                    case 1:
                        text.RemoveRange(at, Math.Min(random.Next(1, 40), text.Count - at));
                        break;
                    case 2:
                        text.InsertRange(at, words[random.Next(words.Length)]);
                        break;
                    default:
                        text.InsertRange(at, $"{random.Next(-1, 70000)}");
                        break;
                }

                if (text.Count == 0)
                {
                    text.Add(' ');
                }
            }

            var error = Record.Exception(() => Build(new string([.. text])));
            Assert.True(error is null or LabFileException, $"{new string([.. text])}\n{error}");
            refused += error is null ? 0 : 1;
        }

        Assert.InRange(refused, Runs / 10, Runs * 19 / 20);
    }

    private static byte[] Build(string text) => TableSpec.Read(text, "table.yaml").Build();

    private static byte[] Mutated(byte[] table, Random random)
    {
        byte[] bytes = [.. table];
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(3) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(bytes.Length, 0x200));
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when at + 2 <= bytes.Length:
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at & ~1), (ushort)random.Next(bytes.Length + 20));
                    break;
                case 3 when random.Next(4) == 0:
                    bytes = bytes[..Math.Max(at, IbftOffsets.MinimumTableSize)];
                    break;
                case 4 when random.Next(4) == 0:
                    bytes = [.. bytes, .. new byte[random.Next(20)], 1];
                    break;
                default:
                    IbftChecksum.Fix(bytes);
                    break;
            }
        }

        return bytes;
    }
}
