using System.Diagnostics;
using BootLab.Firmware.Sources;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.Sources;

/// <summary>What the tests of sources share.</summary>
internal static class SourceSupport
{
    public static byte[] Two { get; } = Handmade("two");

    public static byte[] Handmade(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));

    public static byte[] Captured(string name) => File.ReadAllBytes(Repository.Fixture("captured", name, "table.bin"));

    public static SourceContent ReadText(string text, SourceKind? kind = null) =>
        TableSources.Read(System.Text.Encoding.Latin1.GetBytes(text), new SourceOptions { Kind = kind });

    /// <summary>What a program prints for some bytes on its standard input.</summary>
    public static string Output(string command, string package, byte[] input)
    {
        var words = command.Split(' ');
        using var process = Process.Start(new ProcessStartInfo(Requires.Tool(words[0], package), words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>Reads changed copies of some bytes; whatever they are, nothing but a <see cref="SourceFormatException"/> comes out.</summary>
    public static void Fuzz(byte[] original, int seed, SourceKind? kind = null)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Mutate(original, random);
            try
            {
                var content = TableSources.Read(bytes, new SourceOptions { Kind = kind });
                Assert.All(content.Tables, table => Assert.InRange(table.Bytes.Length, 1, 65535));
            }
            catch (SourceFormatException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 12); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at)));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(200), bytes.Count - at));
                    break;
                case 4:
                    bytes[at] = "0123456789abcdefx:*->/{}\n "u8[random.Next(26)];
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }
}
