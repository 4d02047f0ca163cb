using BootLab.Iscsi.Wire;
using BootLab.Testing;
using CsCheck;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class PduTests
{
    private const int Iterations = 1000;

    [Fact]
    public void Every_kind_of_header_survives_a_round_trip()
    {
        RoundTrip<LoginRequest>(Opcode.LoginRequest);
        RoundTrip<LoginResponse>(Opcode.LoginResponse);
        RoundTrip<TextRequest>(Opcode.TextRequest);
        RoundTrip<TextResponse>(Opcode.TextResponse);
        RoundTrip<ScsiCommand>(Opcode.ScsiCommand);
        RoundTrip<ScsiResponse>(Opcode.ScsiResponse);
        RoundTrip<DataIn>(Opcode.DataIn);
        RoundTrip<DataOut>(Opcode.DataOut);
        RoundTrip<ReadyToTransfer>(Opcode.ReadyToTransfer);
        RoundTrip<NopOut>(Opcode.NopOut);
        RoundTrip<NopIn>(Opcode.NopIn);
        RoundTrip<LogoutRequest>(Opcode.LogoutRequest);
        RoundTrip<LogoutResponse>(Opcode.LogoutResponse);
        RoundTrip<Reject>(Opcode.Reject);
        RoundTrip<TaskManagementRequest>(Opcode.TaskManagementRequest);
        RoundTrip<TaskManagementResponse>(Opcode.TaskManagementResponse);
        RoundTrip<AsyncMessage>(Opcode.AsyncMessage);
    }

    [Fact]
    public void A_stream_cut_anywhere_gives_the_same_PDUs()
    {
        var pdu = Gen.Select(Gen.Byte.Array[48], Gen.Byte.Array[0, 40], Gen.Int[0, 2]);
        Gen.Select(pdu.Array[1, 8], Gen.Int[1, 60]).Sample(
            (pdus, step) =>
            {
                var stream = new List<byte>();
                foreach (var (header, data, ahs) in pdus)
                {
                    (header[4], header[5], header[6], header[7]) = ((byte)ahs, 0, 0, (byte)data.Length);
                    stream.AddRange([.. header, .. new byte[ahs * 4], .. data, .. new byte[Pdu.PaddingOf(data.Length)]]);
                }

                var reader = new PduReader(64);
                var seen = 0;
                for (var offset = 0; offset < stream.Count; offset += step)
                {
                    reader.Append(stream.Skip(offset).Take(step).ToArray());
                    for (; reader.TryRead(out var read); seen++)
                    {
                        Assert.Equal(pdus[seen].Item1, read.Header.Bytes.ToArray());
                        Assert.Equal(pdus[seen].Item2, read.Data.ToArray());
                        Assert.Equal(pdus[seen].Item3 * 4, read.AdditionalHeaders.Length);
                    }
                }

                Assert.Equal((pdus.Length, (long)stream.Count, 0), (seen, reader.Offset, reader.Buffered));
            },
            iter: Iterations,
            threads: 1);
    }

    [Fact]
    public void Too_long_a_data_segment_is_told_with_its_offset()
    {
        var reader = new PduReader(100);
        reader.Append(PduWriter.ToArray(default(NopIn), new byte[99]));
        reader.Append(PduWriter.ToArray(default(NopIn), new byte[101]));

        Assert.True(reader.TryRead(out _));
        var error = Assert.Throws<IscsiFormatException>(() => reader.TryRead(out _));
        Assert.Equal(48 + 100 + 5, error.Offset);
    }

    [Fact]
    public void Reading_into_the_readers_memory_allocates_nothing_once_it_has_grown()
    {
        var pdu = PduWriter.ToArray(default(DataIn), new byte[8192]);
        var reader = new PduReader(8192);
        Feed(100);

        Assert.Equal(0, Allocations.Least(() => Feed(1000)));

        void Feed(int count)
        {
            for (var left = pdu.AsSpan(); count > 0;)
            {
                var memory = reader.GetMemory();
                var length = Math.Min(memory.Length, left.Length);
                left[..length].CopyTo(memory.Span);
                reader.Advance(length);
                left = left.Length == length ? pdu : left[length..];
                while (reader.TryRead(out _))
                {
                    count--;
                }
            }
        }
    }

    [Fact]
    public void The_text_of_a_PDU_masks_the_proof_of_a_secret()
    {
        Assert.Equal(
            "LoginRequest Security -> Operational CHAP_N=iniuser CHAP_R=***",
            Describe(PduWriter.ToArray(default(LoginRequest) with { Flags = 0x81 }, "CHAP_N=iniuser\0CHAP_R=0x0123\0"u8)));
        Assert.Equal("opcode 0x3c tag 00000000", Describe([0x3c, .. new byte[47]]));
    }

    private static string Describe(byte[] bytes)
    {
        var reader = new PduReader(8192);
        reader.Append(bytes);
        return reader.TryRead(out var pdu) ? PduText.Describe(pdu) : "";
    }

    // Reserved bits are not kept, so the first reading makes the value, and the second has to be equal to it.
    private static void RoundTrip<T>(Opcode opcode)
        where T : struct, IPduHeader<T> => Gen.Byte.Array[PduHeader.Length].Sample(
            bytes =>
            {
                var value = T.Read(new PduHeader(bytes));
                var written = PduWriter.ToArray(value);
                var header = new PduHeader(written);
                Assert.Equal(opcode, header.Opcode);
                Assert.Equal(value, T.Read(header));
                Assert.Equal(0, header.DataSegmentLength);
            },
            iter: Iterations,
            threads: 1);
}
