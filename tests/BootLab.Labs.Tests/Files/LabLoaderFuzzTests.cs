using System.Text;
using BootLab.Labs.Files;
using Xunit;

namespace BootLab.Labs.Tests.Files;

/// <summary>Mutated lab files: whatever is in them, the loader gives a lab or a list of errors.</summary>
public sealed class LabLoaderFuzzTests
{
    // What a mutation puts in: the characters that YAML gives a meaning, and values that sit on edges.
    private static readonly string[] Bits =
    [
        "{", "}", "[", "]", ":", ": ", "- ", ",", "\"", "'", "|", ">", "&a ", "*a", "!!int ", "%", "@", "?", "#", "\t", "\n", "\r", "\0", "\u2028", "---\n", "...\n",
        "~", "null", "true", "false", "-1", "0", "0x", "99999999999999999999", "1e9", ".inf", "<<: ", "\"\\0\"", "\"\\U0010FFFF\"", "hex:", "ip:", "10.9.0.0/0", "::", "0.0.0.0",
        "52:54:00:00:08:40", "../../..", "/dev/zero", "ipxe-9999-12-31", new string('a', 300), new string('[', 40), new string(' ', 40),
    ];

    [Fact]
    public void Mutated_labs_give_a_lab_or_errors_with_places()
    {
        var random = new Random(20261122);
        var sound = Corpus.Sound.Select(row => Corpus.PathTo(row.Data)).ToArray();
        var loaded = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var path = sound[i % sound.Length];
            var mutated = Mutate(File.ReadAllBytes(path), random);
            try
            {
                LabLoader.Parse(mutated, path);
                loaded++;
            }
            catch (LabFileException e)
            {
                Assert.NotEmpty(e.Errors);
                Assert.All(e.Errors, error => Assert.True(error.Line >= 1 && error.Column >= 1, error.ToString()));
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}: {e}\n{Encoding.UTF8.GetString(mutated)}");
            }
        }

        // Mutations that hit a comment or a text leave a lab sound; if none did, or all, nothing was tried.
        Assert.InRange(loaded, 1, 1_000);
    }

    // Files of almost a mebibyte, made to be many of something. Each ends with errors, a hundred at most.
    [Theory]
    [InlineData("", "key{0}: 1\n", "")]
    [InlineData("", "k{0}: &a [*a]\n", "")]
    [InlineData("lab: [", "a,", "]")]
    [InlineData("title: \"", "\\u0041", "\"")]
    [InlineData("", "? ", "")]
    [InlineData("", "- ", "")]
    [InlineData("", "{{", "")]
    [InlineData("", "!", "")]
    [InlineData("", "a: b: ", "")]
    [InlineData("", "---\n", "")]
    [InlineData("networks:\n", "  n{0}: {{subnet: 10.0.0.0/8}}\n", "targets: [{{}}]\n")]
    [InlineData("rom: {{producer: ipxe, settings: {{", "s{0}: 1, ", "}}}}\n")]
    [InlineData("machine: {{nics: [", "{{name: n{0}}}, ", "]}}\n")]
    [InlineData("networks: {{a: {{subnet: 10.0.0.0/8, dhcp: {{options: {{", "o{0}: 1, ", "}}}}}}}}\n")]
    [InlineData("networks: {{a: {{subnet: 10.0.0.0/8, dhcp: {{dns: [", "10.0.0.1, ", "]}}}}}}\n")]
    public void Files_that_are_many_of_something_give_few_errors(string start, string repeated, string end)
    {
        var text = new StringBuilder(string.Format(start));
        for (var i = 0; text.Length < 1_000_000; i++)
        {
            text.AppendFormat(repeated, i);
        }

        text.AppendFormat(end);

        var error = Assert.Throws<LabFileException>(() => LabLoader.Parse(Encoding.UTF8.GetBytes(text.ToString()), Corpus.PathTo("ok/full.yaml")));

        Assert.InRange(error.Errors.Count, 1, LabFileException.MostErrors);
    }

    private static byte[] Mutate(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Bits[random.Next(Bits.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Bits[random.Next(Bits.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
