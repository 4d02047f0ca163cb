using System.Text;
using System.Text.RegularExpressions;
using BootLab.Firmware.Sources;

namespace BootLab.Firmware.Tests.Sources;

/// <summary>Dumps as programs print them and as people paste them.</summary>
public partial class HexdumpTests
{
    public static TheoryData<string, string> Commands { get; } = new()
    {
        { "hexdump -C", "bsdextrautils" },
        { "hexdump", "bsdextrautils" },
        { "hexdump -x", "bsdextrautils" },
        { "xxd", "xxd" },
        { "xxd -u", "xxd" },
        { "xxd -e", "xxd" },
        { "xxd -p", "xxd" },
        { "xxd -i", "xxd" },
        { "xxd -c 8 -g 1", "xxd" },
        { "xxd -c 32 -g 8", "xxd" },
        { "od -A x -t x1z", "coreutils" },
        { "od -t x1", "coreutils" },
        { "od -A d -t x1z", "coreutils" },
        { "od -A n -v -t x1", "coreutils" },
        { "od -x", "coreutils" },
        { "od -t x4", "coreutils" },
        { "od -t x8", "coreutils" },
        { "od -A x -v -t x2 --endian=big", "coreutils" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_a_program_prints_is_read_back(string command, string package)
    {
        foreach (var table in Tables())
        {
            Assert.Equal(table, Only(SourceSupport.Output(command, package, table)));
        }
    }

    [Theory]
    [InlineData("hexdump -C", "bsdextrautils")]
    [InlineData("xxd", "xxd")]
    [InlineData("od -A x -t x1z", "coreutils")]
    [InlineData("od -t x1", "coreutils")]
    public void What_mails_and_pages_do_to_a_dump_does_no_harm(string command, string package)
    {
        foreach (var table in Tables())
        {
            var dump = SourceSupport.Output(command, package, table);
            Assert.Equal(table, Only(Prefixed(dump, "> ")));
            Assert.Equal(table, Only(Prefixed(dump, ">> ")));
            Assert.Equal(table, Only(Prefixed(dump, "    ")));
            Assert.Equal(table, Only(dump.Replace("\n", "\r\n", StringComparison.Ordinal)));
            Assert.Equal(table, Only(Blanks().Replace(dump, " ")));
            Assert.Equal(table, Only(dump.Replace(' ', '\u00a0')));
            Assert.Equal(table, Only($"Hello,\nthis is what I found at 12:30 on the 4th, a bad face of an iBFT:\n\n{dump}\n-- \nBea\n"));
            Assert.Equal(table, Only(Wrapped(dump, 60)));
            Assert.Equal(table, Only(Wrapped(Prefixed(dump, "> "), 44)));
        }
    }

    [Fact]
    public void A_shell_of_Windows_writes_UTF_16()
    {
        var dump = SourceSupport.Output("hexdump -C", "bsdextrautils", SourceSupport.Two);
        Assert.Equal(SourceSupport.Two, TableSources.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(dump)).ToArray()).Tables.Single().Bytes.ToArray());
        Assert.Equal(SourceSupport.Two, TableSources.Read(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(dump)).ToArray()).Tables.Single().Bytes.ToArray());
    }

    [Fact]
    public void Addresses_may_be_missing()
    {
        var dump = SourceSupport.Output("hexdump -v -C", "bsdextrautils", SourceSupport.Two);
        Assert.Equal(SourceSupport.Two, Only(string.Join('\n', dump.Split('\n').Where(line => line.Length > 10).Select(line => line[10..]))));
    }

    /// <summary>The shapes of programs that are not at hand: debug of DOS, Format-Hex, gdb's x/xb, QEMU's xp, U-Boot's md.</summary>
    [Theory]
    [InlineData("debug")]
    [InlineData("format-hex")]
    [InlineData("gdb")]
    [InlineData("xp")]
    [InlineData("md")]
    public void Shapes_of_other_programs(string program)
    {
        var table = SourceSupport.Two.Concat(new byte[5]).ToArray();
        Assert.Equal(SourceSupport.Two, Only(Shape(table, program)));
    }

    [Theory]
    [InlineData("unsigned char table[] = {{\n{0}\n}};\nunsigned int table_len = 507;\n", "0x{0:x2}, ")]
    [InlineData("static const uint8_t ibft[] = {{ /* from 0x9e620 */\n{0}}}; // 0x1fb bytes", "0x{0:X2},\n")]
    [InlineData("byte[] table = [{0}];", "0x{0:x2}, ")]
    [InlineData("table = b'{0}'", "\\x{0:x2}")]
    public void Arrays_of_programmers(string array, string element)
    {
        var elements = string.Concat(SourceSupport.Two.Select(value => string.Format(null, element, value)));
        Assert.Equal(SourceSupport.Two, Only(string.Format(null, array, elements)));
    }

    [Fact]
    public void A_dump_of_memory_has_addresses_and_may_hold_more_than_the_table()
    {
        byte[] memory = [.. new byte[32], .. SourceSupport.Two, .. new byte[100]];
        var dump = SourceSupport.Output("xxd -o 648704", "xxd", memory); // 0x9e600
        var table = SourceSupport.ReadText(dump).Tables.Single();
        Assert.Equal((0x9e620UL, "line 1, 0x9e620"), (table.Address, table.Place));
        Assert.Equal(SourceSupport.Two, table.Bytes.ToArray());
    }

    [Fact]
    public void A_mail_may_hold_two_dumps()
    {
        var text = SourceSupport.Output("xxd", "xxd", SourceSupport.Two) + "\nand the other one\n" + SourceSupport.Output("xxd", "xxd", SourceSupport.Handmade("one"));
        var tables = SourceSupport.ReadText(text).Tables;
        Assert.Equal([507, 395], tables.Select(table => table.Bytes.Length));
        Assert.Equal(["line 1", "line 35"], tables.Select(table => table.Place));
    }

    [Fact]
    public void A_line_that_is_missing_is_named()
    {
        var lines = SourceSupport.Output("xxd", "xxd", SourceSupport.Two).Split('\n').ToList();
        lines.RemoveAt(4);
        var error = Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText(string.Join('\n', lines)));
        Assert.Equal("line 5: found address 0x50, expected 0x40: 16 bytes are missing", error.Message);
    }

    [Fact]
    public void A_dump_that_ends_early_gives_what_there_is()
    {
        var lines = SourceSupport.Output("xxd", "xxd", SourceSupport.Two).Split('\n');
        var table = SourceSupport.ReadText(string.Join('\n', lines[..20])).Tables.Single();
        Assert.Equal(SourceSupport.Two[..320], table.Bytes.ToArray());
        Assert.Equal(["the text has 320 of the table's 507 bytes"], table.Notes);
    }

    [Fact]
    public void Words_that_were_turned_round_are_said_to_be()
    {
        Assert.Empty(SourceSupport.ReadText(SourceSupport.Output("xxd", "xxd", SourceSupport.Two)).Tables.Single().Notes);
        Assert.Equal(
            ["its words were printed by a little-endian machine; their bytes are turned round"],
            SourceSupport.ReadText(SourceSupport.Output("hexdump", "bsdextrautils", SourceSupport.Two)).Tables.Single().Notes);
    }

    [Theory]
    [InlineData("nothing of the kind", "found no bytes 69 42 46 54")]
    [InlineData("0x1234, 0x69, 0x42, 0x46, 0x54, 0x00, 0x00, 0x00, 0x00, 0x00,", "line 1: found 0x1234, expected bytes of two digits")]
    public void What_is_no_dump_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText(text)).Message);

    [Theory]
    [InlineData("xxd")]
    [InlineData("xxd -i")]
    [InlineData("xxd -p")]
    [InlineData("xxd -e")]
    public void Hostile_dumps_are_read_or_refused(string command) =>
        SourceSupport.Fuzz(Encoding.Latin1.GetBytes(SourceSupport.Output(command, "xxd", SourceSupport.Handmade("one"))), seed: command.Length, SourceKind.Hexdump);

    private static byte[] Only(string text) => SourceSupport.ReadText(text).Tables.Single().Bytes.ToArray();

    private static IEnumerable<byte[]> Tables() =>
    [
        SourceSupport.Two, SourceSupport.Handmade("chap"), SourceSupport.Handmade("badck"), SourceSupport.Captured("ipxe-debian-chap"), SourceSupport.Captured("edk2-ovmf2022.11-2attempts-2nics-dhcp"),
    ];

    private static string Prefixed(string text, string prefix) => string.Concat(text.Split('\n').Select(line => $"{prefix}{line}\n"));

    /// <summary>As mail programs wrap: at blanks, the rest without the mark of the quotation.</summary>
    private static string Wrapped(string text, int width) => string.Join('\n', text.Split('\n').SelectMany(line => Wrap(line, width)));

    private static IEnumerable<string> Wrap(string line, int width)
    {
        while (line.Length > width && line.LastIndexOf(' ', width) is > 0 and var blank)
        {
            yield return line[..blank];
            line = line[(blank + 1)..];
        }

        yield return line;
    }

    private static string Shape(byte[] table, string program)
    {
        var text = new StringBuilder(program == "format-hex" ? "\r\n\r\n           Path: C:\\ibft.bin\r\n\r\n           00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\r\n\r\n" : "");
        var perLine = program is "gdb" or "xp" ? 8 : 16;
        for (var start = 0; start < table.Length; start += perLine)
        {
            var line = table[start..(start + perLine)];
            var characters = string.Concat(line.Select(value => value is >= 0x20 and < 0x7f ? (char)value : '.'));
            string Bytes(string separator, string format) => string.Join(separator, line.Select(value => string.Format(null, format, value)));
            text.Append(program switch
            {
                "debug" => $"9E62:{start:X4}  {string.Join(' ', line[..8].Select(value => $"{value:X2}"))}-{string.Join(' ', line[8..].Select(value => $"{value:X2}"))}   {characters}\r\n",
                "format-hex" => $"{start:X8}   {Bytes(" ", "{0:X2}")}  {characters}\r\n",
                "gdb" => $"0x{start:x}:\t{Bytes("\t", "0x{0:x2}")}\n",
                "xp" => $"{start:x16}: {Bytes(" ", "0x{0:x2}")}\n",
                _ => $"{start:x8}: {string.Join(' ', line.Chunk(4).Select(word => $"{BitConverter.ToUInt32(word):x8}"))}    {characters}\n",
            });
        }

        return text.ToString();
    }

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [Fact]
    public void A_star_after_an_address_without_bytes_repeats_nothing()
    {
        var error = Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText("00000000  69 42 46 54 fb 01 00 00\n00000008\n*\n00000090  00 00\n", SourceKind.Hexdump));
        Assert.Contains("expected 0x8", error.Message, StringComparison.Ordinal);
    }
}
