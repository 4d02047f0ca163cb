using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>Commands at random.</summary>
public class CommandFuzzTests
{
    private static readonly byte[] Known =
    [
        0x00, 0x03, 0x08, 0x0a, 0x12, 0x15, 0x16, 0x17, 0x1a, 0x1b, 0x1e, 0x25, 0x28, 0x2a, 0x2e, 0x2f, 0x34, 0x35, 0x37, 0x41, 0x42, 0x55, 0x56, 0x57, 0x5a, 0x5e, 0x5f,
        0x88, 0x89, 0x8a, 0x8b, 0x8e, 0x8f, 0x90, 0x91, 0x93, 0x9e, 0xa0, 0xa3, 0xa8, 0xaa, 0xae, 0xaf, 0xb7,
    ];

    // Commands that are understood, to be damaged; each with the length of its data.
    private static readonly (string Cdb, int Length)[] Templates =
    [
        ("2a000000000000000100", 512), ("28000000000000000200", 0), ("2f020000000000000100", 512), ("8f060000000000000000000000100000", 512),
        ("89000000000000000000000000010000", 1024), ("8b000000000000000000000000010000", 512), ("2e020000000000000100", 512), ("41080000000000000400", 512),
        ("93010000000000000000000000100000", 0), ("42000000000000001800", 24), ("9e120000000000000000000000400000", 0), ("151000001000", 16),
        ("1a003f00ff00", 0), ("160000000000", 0), ("170000000000", 0), ("1b0000000200", 0), ("1b0000000300", 0), ("1e0000000100", 0), ("1e0000000000", 0),
        ("5f000000000000001800", 24), ("5f010100000000001800", 24), ("5f020100000000001800", 24), ("5f030000000000001800", 24), ("5f050500000000001800", 24),
        ("5f060000000000001800", 24), ("5e030000000000ff0000", 0), ("a30c8000000000000fff0000", 0), ("1201b0000ff0", 0), ("000000000000", 0),
    ];

    [Fact]
    public void Twenty_thousand_random_commands_are_answered_by_two_clients_turn_by_turn()
    {
        var random = new Random(20261122);
        var statuses = new Dictionary<string, int>();
        var server = DiskClient.Serve(DiskClient.Blank(64));
        DiskClient[] clients = [DiskClient.At(server, 1), DiskClient.At(server, 2)];
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 15_000)
            {
                // From here on the medium can go out.
                server = DiskClient.Serve(DiskClient.Blank(64), isRemovable: true);
                clients = [DiskClient.At(server, 1), DiskClient.At(server, 2)];
            }

            var client = random.Next(clients.Length);
            if (random.Next(100) == 0)
            {
                clients[client].Reset();
            }
            else if (random.Next(100) == 0)
            {
                clients[client].Dispose();
                clients[client] = DiskClient.At(server, (ushort)(client + 1));
            }

            var cdb = new byte[16];
            var length = random.Next(3) == 0 ? 0 : random.Next(4096);
            if (random.Next(2) == 0)
            {
                random.NextBytes(cdb);
                cdb[0] = random.Next(20) == 0 ? cdb[0] : Known[random.Next(Known.Length)];
            }
            else
            {
                var template = Templates[random.Next(Templates.Length)];
                Convert.FromHexString(template.Cdb).CopyTo(cdb, 0);
                length = template.Length;
                for (var damage = random.Next(3); damage > 0; damage--)
                {
                    cdb[random.Next(1, 12)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 8);
                }
            }

            var data = length == 0 ? null : new byte[length];
            if (data is not null && random.Next(2) == 0)
            {
                random.NextBytes(data.AsSpan(0, random.Next(length)));
            }

            var answer = clients[client].Run(Convert.ToHexString(cdb), data, expected: (uint)random.Next(4096)).ToString();
            statuses[answer] = statuses.GetValueOrDefault(answer) + 1;
        }

        // The commands went deep enough to meet most of what there is to meet.
        string[] met = ["00", "18", "02 5/24/00", "02 5/20/00", "02 5/21/00", "02 5/1a/00", "02 5/26/00", "02 e/1d/00", "02 2/3a/00", "02 6/29/00", "02 6/28/00", "02 5/53/02"];
        Assert.Equal([], met.Except(statuses.Keys));
    }

    [Fact]
    public void Sense_is_read_back_from_both_formats()
    {
        Span<byte> bytes = stackalloc byte[SenseData.MaxLength];
        foreach (var descriptors in new[] { false, true })
        {
            foreach (var information in new ulong?[] { null, 0, 77 })
            {
                var sense = SenseData.Miscompare with { Information = information };
                var length = sense.Write(bytes, descriptors);
                Assert.True(SenseData.TryRead(bytes[..length], out var read));
                Assert.Equal(sense with { Information = null }, read with { Information = null });
            }
        }
    }
}
