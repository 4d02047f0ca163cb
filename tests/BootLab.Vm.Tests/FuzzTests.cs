using BootLab.Testing;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Mutated input for whatever reads bytes that come from outside.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Mutated_tables_are_described()
    {
        var valid = File.ReadAllBytes(Repository.Fixture("handmade", "three.bin"));
        foreach (var table in Mutations(valid, seed: 1))
        {
            Assert.All(VerdictReader.Dropped(table, []), dropped => Assert.Contains(" at 0x", dropped));
        }
    }

    [Fact]
    public void Mutated_reports_are_read()
    {
        var valid = "./ethernet0/device -> ../0000:08:04.0\n./target0/ip-addr:fe80:0:0\n./a:b\n"u8.ToArray();
        foreach (var report in Mutations(valid, seed: 2))
        {
            var view = VerdictReader.View(System.Text.Encoding.Latin1.GetString(report).Split('\n'));
            Assert.Equal(view.Select(entry => entry.Path).Order(StringComparer.Ordinal), view.Select(entry => entry.Path));
        }
    }

    [Fact]
    public void Mutated_boot_images_are_refused_or_have_their_payload_inside()
    {
        foreach (var image in Mutations(PiecesTests.Image([1, 2, 3, 4, 5, 6, 7, 8]), seed: 3))
        {
            try
            {
                Assert.InRange(BootImage.Payload(image).Length, 5, image.Length);
            }
            catch (VmException)
            {
                // Refused with the reason.
            }
        }
    }

    private static IEnumerable<byte[]> Mutations(byte[] valid, int seed)
    {
        var random = new Random(seed);
        for (var input = 0; input < Inputs; input++)
        {
            var bytes = valid[..random.Next(valid.Length / 2, valid.Length + 1)];
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            yield return bytes;
        }
    }
}
