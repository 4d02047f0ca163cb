using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

internal static class HeaderFields
{
    public static void Put16(this Span<byte> bytes, int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(bytes[offset..], value);

    public static void Put32(this Span<byte> bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes[offset..], value);

    public static void Put64(this Span<byte> bytes, int offset, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(bytes[offset..], value);

    public static byte RequestOpcode(Opcode opcode, bool immediate) => (byte)((byte)opcode | (immediate ? 0x40 : 0));
}
