using System.Text;
using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary>Every command takes its table from whatever it comes in.</summary>
public class SourceTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");
    private static readonly string s_chap = Repository.Fixture("handmade", "chap.bin");

    [Fact]
    public async Task What_show_prints_as_hex_show_reads_again()
    {
        var hex = await Bootlab.RunAsync("ibft", "show", s_two, "--format", "hex");
        Assert.Equal(await Bootlab.RunAsync("ibft", "show", s_two), await Bootlab.RunAsync(Encoding.ASCII.GetBytes(hex.Output), ["ibft", "show", "-"]));
    }

    [Fact]
    public async Task What_emit_writes_emit_reads_again()
    {
        var text = await Bootlab.RunAsync("ibft", "emit", s_chap, "--as", "hex");
        var again = await Bootlab.RunAsync(Encoding.ASCII.GetBytes(text.Output), ["ibft", "emit", "-", "--as", "hex"]);
        Assert.Equal(text.Output, again.Output);
    }

    [Fact]
    public async Task A_view_of_Linux_becomes_a_table_and_what_it_cannot_tell_goes_to_standard_error()
    {
        var ended = await Bootlab.RunAsync("ibft", "show", Repository.Fixture("captured", "ipxe-debian-1nic", "linux.txt"));
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("\"FENSYS\"", ended.Output);
        Assert.Contains("ethernet0: no link to a PCI device, so its PCI address is not known", ended.Error);
        Assert.Contains("the layout is iPXE since 2017, by the OEM ids", ended.Error);
    }

    [Fact]
    public async Task Of_several_tables_the_one_that_Linux_takes_is_shown_and_the_others_are_listed()
    {
        using var folder = new TemporaryFolder();
        var image = folder.Write("memory.bin", Memory((0x70000, s_two), (0x98000, s_chap), (0x9e620, s_two)));
        var shown = await Bootlab.RunAsync("ibft", "show", image);
        Assert.Equal((await Bootlab.RunAsync("ibft", "show", s_chap)).Output, shown.Output);
        Assert.Equal(
            $"""
            bootlab: {image} is a memory image with 3 tables; this is about number 2, --table takes another
            1  0x70000  iBFT  507 bytes  checksum right
            2  0x98000  iBFT  546 bytes  checksum right  taken by Linux, FreeBSD isboot, illumos
            3  0x9e620  iBFT  507 bytes  checksum right

            """,
            shown.Error);

        var two = (await Bootlab.RunAsync("ibft", "show", s_two)).Output;
        Assert.Equal(two, (await Bootlab.RunAsync("ibft", "show", image, "--table", "3")).Output);
        Assert.Equal(two, (await Bootlab.RunAsync("ibft", "show", image, "--at", "0x9e620")).Output);
        Assert.Equal(shown.Error.Split('\n', 2)[1], (await Bootlab.RunAsync("ibft", "scan", image)).Output);
        var wrong = await Bootlab.RunAsync("ibft", "show", image, "--table", "4");
        Assert.Equal((2, $"bootlab: --table: found 4, expected 1 to 3, as 'bootlab ibft scan {image}' lists them\n"), (wrong.ExitCode, wrong.Error));
    }

    [Fact]
    public async Task Scan_json_says_who_takes_which()
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync("ibft", "scan", folder.Write("memory.bin", Memory((0x98000, s_chap))), "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);
        var hit = json.RootElement.GetProperty("hits")[0];
        Assert.Equal(("memory", 0x98000), (hit.GetProperty("kind").GetString(), hit.GetProperty("address").GetInt32()));
        Assert.Equal(["Linux", "FreeBSD isboot", "illumos"], hit.GetProperty("taken_by").EnumerateArray().Select(reader => reader.GetString()!));
    }

    [Fact]
    public async Task Show_json_says_where_the_table_is_from()
    {
        var text = (await Bootlab.RunAsync("ibft", "show", s_two, "--format", "hex")).Output;
        using var json = JsonDocument.Parse((await Bootlab.RunAsync(Encoding.ASCII.GetBytes($"Hello\n{text}"), ["ibft", "show", "-", "--format", "json"])).Output);
        var source = json.RootElement.GetProperty("source");
        Assert.Equal(("hexdump", "line 2"), (source.GetProperty("kind").GetString(), source.GetProperty("place").GetString()));
    }

    [Fact]
    public async Task A_kind_can_be_forced()
    {
        byte[] text = [.. "iBFT @ 0x0\n"u8];
        Assert.Contains("found the heading of a table and none of its bytes", (await Bootlab.RunAsync(text, ["ibft", "show", "-"])).Error);
        Assert.Contains("11 bytes; expected at least 66", (await Bootlab.RunAsync(text, ["ibft", "show", "-", "--as", "raw"])).Error);
        Assert.Contains("found no bytes 69 42 46 54", (await Bootlab.RunAsync(text, ["ibft", "show", "-", "--as", "hexdump"])).Error);
    }

    [Fact]
    public async Task The_page_masks_secrets_unless_they_are_asked_for()
    {
        var (masked, shown) = (await Bootlab.RunAsync("ibft", "show", s_chap, "--format", "html"), await Bootlab.RunAsync("ibft", "show", s_chap, "--format", "html", "--secrets"));
        Assert.StartsWith("<!DOCTYPE html>", masked.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secretsecret1", masked.Output);
        Assert.Contains("secretsecret1", shown.Output);
    }

    [Theory]
    [InlineData(3, "expected the socket of a QEMU started with -qmp", "qmp:/no/such/socket")]
    [InlineData(4, "windows: is for a Windows that this runs on", "windows:")]
    [InlineData(3, "expected the socket of a QEMU started with -qmp", "/no/such/socket", "--as", "qmp")]
    [InlineData(2, "'floppy'", "-", "--as", "floppy")]
    public async Task Sources_that_are_not_there_are_an_error_of_one_line(int exitCode, string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(["ibft", "show", .. args]);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, ended.Error);
    }

    private static byte[] Memory(params (int Address, string Table)[] tables)
    {
        var memory = new byte[0x100000];
        foreach (var (address, table) in tables)
        {
            File.ReadAllBytes(table).CopyTo(memory, address);
        }

        return memory;
    }
}
