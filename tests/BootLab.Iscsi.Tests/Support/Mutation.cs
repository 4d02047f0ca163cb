namespace BootLab.Iscsi.Tests.Support;

/// <summary>Damages bytes: bits, lengths, order, and the odd text key.</summary>
public static class Mutation
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x3d, 0x7f, 0x80, 0xff];

    public static byte[] Of(byte[] bytes, Random random)
    {
        // Every other time the beginning stays whole, so that what comes late in a conversation is reached too.
        var whole = random.Next(2) == 0 ? 0 : random.Next(bytes.Length);
        return [.. bytes[..whole], .. Damage(bytes[whole..], random)];
    }

    /// <summary>Gives the bytes in pieces of random length, as a network does.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes, Random random)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 400), bytes.Length - offset);
            yield return bytes.AsMemory(offset, length);
            offset += length;
        }
    }

    private static List<byte> Damage(byte[] bytes, Random random)
    {
        var damaged = new List<byte>(bytes);
        for (var times = random.Next(1, 6); times > 0 && damaged.Count > 0; times--)
        {
            var at = random.Next(damaged.Count);
            var length = Math.Min(random.Next(1, 64), damaged.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 2:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 3:
                    damaged.RemoveRange(at, length);
                    break;
                case 4:
                    damaged.InsertRange(random.Next(damaged.Count), damaged.GetRange(at, length));
                    break;
                case 5:
                    damaged.RemoveRange(at, random.Next(8) == 0 ? damaged.Count - at : 1);
                    break;
                default:
                    // The fields of a header that say how much follows.
                    damaged[(at / 48 * 48) + Math.Min(4 + random.Next(4), damaged.Count - 1 - (at / 48 * 48))] = Telling[random.Next(Telling.Length)];
                    break;
            }
        }

        return damaged;
    }
}
