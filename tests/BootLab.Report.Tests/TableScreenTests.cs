using System.Text.Json;
using BootLab.Ibft;
using BootLab.Report.Json;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

/// <summary>Every screen that shows a table, kept in Golden.</summary>
public class TableScreenTests
{
    [Theory]
    [InlineData("two", 120)]
    [InlineData("two", 80)]
    [InlineData("two", 180)]
    [InlineData("chap", 120)]
    [InlineData("badck", 120)]
    [InlineData("trunc", 120)]
    [InlineData("nicid9", 120)]
    public void A_table_with_every_byte_explained(string name, int width)
    {
        Golden.Equal("BootLab.Report.Tests", $"show-{name}-{width}.txt", Annotated(Handmade(name), new Screen(width, Colour: false), showSecrets: false));
    }

    [Fact]
    public void Colours_only_where_they_are_wanted()
    {
        var bytes = Handmade("badck");
        Assert.DoesNotContain('\e', Annotated(bytes, Screen.Plain, showSecrets: false));
        Assert.Contains("\e[31mwrong, expected 0x", Annotated(bytes, Screen.Plain with { Colour = true }, showSecrets: false));
    }

    [Fact]
    public void Json_of_a_table()
    {
        var bytes = Handmade("chap");
        Golden.Equal("BootLab.Report.Tests", "show-chap.json", Json(bytes, showSecrets: false));
    }

    [Fact]
    public void Hex_of_a_table_masks_its_secrets()
    {
        var bytes = Handmade("chap");
        var secrets = Secrets.Of(IbftReader.Read(bytes), show: false);
        using var writer = new StringWriter();
        HexText.Dump(writer, bytes, secrets);
        Golden.Equal("BootLab.Report.Tests", "hex-chap.txt", writer.ToString());
    }

    [Fact]
    public void No_format_shows_a_secret_unless_it_is_asked_to()
    {
        var bytes = Handmade("chap");
        string[] all = [Annotated(bytes, Screen.Plain, false), Json(bytes, false), Hex(bytes, false)];
        string[] asked = [Annotated(bytes, Screen.Plain, true), Json(bytes, true), Hex(bytes, true)];
        string[] traces = ["secretsecret1", "rsecretsecret", "73 65 63 72 65 74"];

        Assert.All(all, text => Assert.All(traces, trace => Assert.DoesNotContain(trace, text)));
        Assert.All(asked, text => Assert.Contains(traces, text.Contains));
    }

    [Fact]
    public void Every_byte_of_every_fixture_is_in_a_row()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            if (IbftReader.ReadLenient(bytes).Table is { } table)
            {
                Assert.Equal(Enumerable.Range(0, table.Size), Covered(FieldRows.Of(bytes, table, Secrets.None)));
            }
        }
    }

    [Fact]
    public void Whatever_the_bytes_say_all_formats_are_written()
    {
        var original = Handmade("chap");
        var random = new Random(20261122);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = original.AsSpan(0, random.Next(8) == 0 ? random.Next(original.Length + 1) : original.Length).ToArray();
            for (var changes = random.Next(1, 9); changes > 0 && bytes.Length > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var text = Annotated(bytes, Screen.Plain, showSecrets: false);
            Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
            JsonDocument.Parse(Json(bytes, showSecrets: false)).Dispose();
            if (IbftReader.ReadLenient(bytes).Table is { } table)
            {
                Assert.Equal(Enumerable.Range(0, table.Size), Covered(FieldRows.Of(bytes, table, Secrets.None)));
            }
        }
    }

    private static IEnumerable<int> Covered(IReadOnlyList<FieldRow> rows) =>
        rows.SelectMany(row => Enumerable.Range(row.Offset, row.Length)).Distinct().Order();

    private static byte[] Handmade(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));

    private static Secrets SecretsOf(byte[] bytes, bool show) => IbftReader.ReadLenient(bytes).Table is { } table ? Secrets.Of(table, show) : Secrets.None;

    private static string Annotated(byte[] bytes, Screen screen, bool showSecrets)
    {
        using var writer = new StringWriter();
        AnnotatedTable.Write(writer, screen, bytes, IbftReader.ReadLenient(bytes), SecretsOf(bytes, showSecrets));
        return writer.ToString();
    }

    private static string Json(byte[] bytes, bool showSecrets) =>
        JsonOutput.Document(IbftJson.Schema, json => IbftJson.Write(json, bytes, IbftReader.ReadLenient(bytes), SecretsOf(bytes, showSecrets)));

    private static string Hex(byte[] bytes, bool showSecrets)
    {
        using var writer = new StringWriter();
        HexText.Dump(writer, bytes, SecretsOf(bytes, showSecrets));
        return writer.ToString();
    }
}
