namespace BootLab.Net.Tests.Dhcp;

/// <summary>Sound bytes made unsound in the ways of a hostile sender: bits, lengths, cuts, insertions, repetitions.</summary>
internal static class Mutation
{
    public static byte[] Of(Random random, byte[] sound)
    {
        var bytes = sound.ToList();
        for (var changes = random.Next(1, 8); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                case 4:
                    bytes.InsertRange(at, new byte[random.Next(20)]);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(64, bytes.Count - at))));
                    break;
            }
        }

        return [.. bytes];
    }
}
